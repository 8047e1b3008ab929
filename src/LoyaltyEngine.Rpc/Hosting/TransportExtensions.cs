using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoyaltyEngine.Rpc.Hosting;

/// <summary>Sets a host up for many small calls, whichever gRPC stack it runs.</summary>
public static class TransportExtensions
{
    private const string PerRequestCategory = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <summary>
    /// Has connections work in the memory that was used last, and spares each call the activity and the log scope that
    /// hosting makes where its category of logs is on at all. Traces still get theirs: a listener asks for them.
    /// </summary>
    public static IWebHostBuilder UseHotTransport(this IWebHostBuilder host) =>
        host.ConfigureServices(services =>
        {
            services.AddSingleton<IMemoryPoolFactory<byte>, HotBlocks>();
            services.AddLogging(logging => logging.AddFilter(PerRequestCategory, LogLevel.None));
        });

    private sealed class HotBlocks : IMemoryPoolFactory<byte>
    {
        public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => HotBlockPool.Instance;
    }
}
