namespace Grpc.Core;

/// <summary>The stream of responses of a served call.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>;
