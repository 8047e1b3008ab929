using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using LoyaltyEngine.Rpc.Tests.Probe;
using Microsoft.Extensions.DependencyInjection;
using Action = LoyaltyEngine.Rpc.Tests.Probe.ProbeRequest.Types.Action;

namespace LoyaltyEngine.Rpc.Tests;

public sealed class InterceptorTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ServerInterceptors_Several_RunInOrderAroundTheHandler(bool isSingleton)
    {
        var trace = new ConcurrentQueue<string>();
        await using var server = await ProbeServer.StartAsync(
            options =>
            {
                options.Interceptors.Add<Tracing>();
                options.Interceptors.Add<Translating>();
            },
            services =>
            {
                services.AddSingleton(trace);
                if (isSingleton)
                    services.AddSingleton<Tracing>().AddSingleton<Translating>();
            });

        await server.Client.ProbeAsync(new ProbeRequest { Action = Action.Yield });
        var failure = await Should.ThrowAsync<RpcException>(
            async () => await server.Client.ProbeAsync(new ProbeRequest { Action = Action.Throw }));
        using var stream = server.Client.Count(new ProbeRequest { Count = 1 });
        (await stream.ResponseStream.MoveNext()).ShouldBeTrue();
        (await stream.ResponseStream.MoveNext()).ShouldBeFalse();
        using var gather = server.Client.Gather();
        await gather.RequestStream.CompleteAsync();
        await gather;
        using var chat = server.Client.Chat();
        await chat.RequestStream.CompleteAsync();
        (await chat.ResponseStream.MoveNext()).ShouldBeFalse();

        trace.ShouldBe(
        [
            "begin Probe", "end Probe", "begin Probe", "fail Probe", "begin Count", "end Count",
            "begin Gather", "end Gather", "begin Chat", "end Chat",
        ]);
        failure.StatusCode.ShouldBe(StatusCode.Unavailable);
        server.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task ServerInterceptor_OfAnotherService_DoesNotRun()
    {
        var trace = new ConcurrentQueue<string>();
        await using var server = await ProbeServer.StartAsync(services: services => services
            .AddSingleton(trace)
            .AddGrpc().AddServiceOptions<Grpc.HealthCheck.HealthServiceImpl>(own => own.Interceptors.Add<Tracing>()));

        await server.Client.ProbeAsync(new ProbeRequest());

        trace.ShouldBeEmpty();
    }

    [Fact]
    public async Task ClientInterceptors_Several_TheFirstSeesTheCallFirst()
    {
        await using var server = await ProbeServer.StartAsync();
        var invoker = server.Channel.Intercept(new Adding("a"), new Adding("b"))
            .Intercept(headers => new Metadata { { "x-echo", "function" } });
        var client = new ProbeService.ProbeServiceClient(invoker);

        using var call = client.ProbeAsync(new ProbeRequest());
        await call;
        var blocking = client.Probe(new ProbeRequest { Text = "t" });

        using var gather = client.Gather();
        await gather.RequestStream.CompleteAsync();
        await gather;
        using var chat = client.Chat();
        await chat.RequestStream.CompleteAsync();
        (await chat.ResponseStream.MoveNext()).ShouldBeFalse();

        call.GetTrailers().GetValue("x-echo").ShouldBe("function, a, b");
        gather.GetTrailers().GetValue("x-echo").ShouldBe("function, a, b");
        chat.GetTrailers().GetValue("x-echo").ShouldBe("function, a, b");
        blocking.Text.ShouldBe("t");
    }

    private sealed class Tracing(ConcurrentQueue<string> trace) : Interceptor
    {
        public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            var name = Begin(context);
            try
            {
                var response = await continuation(request, context);
                trace.Enqueue("end " + name);
                return response;
            }
            catch (RpcException)
            {
                trace.Enqueue("fail " + name);
                throw;
            }
        }

        public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            ServerStreamingServerMethod<TRequest, TResponse> continuation)
        {
            var name = Begin(context);
            await continuation(request, responseStream, context);
            trace.Enqueue("end " + name);
        }

        public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            ServerCallContext context,
            ClientStreamingServerMethod<TRequest, TResponse> continuation)
        {
            var name = Begin(context);
            var response = await continuation(requestStream, context);
            trace.Enqueue("end " + name);
            return response;
        }

        public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            DuplexStreamingServerMethod<TRequest, TResponse> continuation)
        {
            var name = Begin(context);
            await continuation(requestStream, responseStream, context);
            trace.Enqueue("end " + name);
        }

        private string Begin(ServerCallContext context)
        {
            context.GetHttpContext().Request.Path.Value.ShouldBe(context.Method);
            var name = context.Method[(context.Method.LastIndexOf('/') + 1)..];
            trace.Enqueue("begin " + name);
            return name;
        }
    }

    private sealed class Translating : Interceptor
    {
        public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            try
            {
                return await continuation(request, context);
            }
            catch (InvalidOperationException)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "later"));
            }
        }
    }

    private sealed class Adding(string value) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
            => continuation(request, new(context.Method, context.Host, Added(context.Options)));

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
            => continuation(new(context.Method, context.Host, Added(context.Options)));

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
            => continuation(new(context.Method, context.Host, Added(context.Options)));

        private CallOptions Added(CallOptions options)
            => options.WithHeaders([.. options.Headers ?? [], new("x-echo", value)]);
    }
}
