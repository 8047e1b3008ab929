namespace Grpc.Core;

/// <summary>Adds credentials, such as a bearer token, to the metadata of a call.</summary>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);
