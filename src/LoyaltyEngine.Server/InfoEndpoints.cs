using Google.Protobuf;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using LoyaltyEngine.Api.Services;
using LoyaltyEngine.Runtime;

namespace LoyaltyEngine.Server;

/// <summary>What the HTTP port answers: health for load balancers and what the engine tells of itself, as
/// JSON.</summary>
internal static class InfoEndpoints
{
    public static void Map(WebApplication application)
    {
        application.MapGet("/", () => Results.Text(
            "LoyaltyEngine. GET /health for its health, GET /info for what it runs and promises. Tills speak gRPC; "
            + "every method also answers POST /package.Service/Method with JSON (Connect), and gRPC-Web.\n"));
        application.MapGet("/health", (HealthServiceImpl health) => HealthAsync(health));
        application.MapGet(
            "/info", (ServerApi server, CancellationToken cancellation) => InfoAsync(server, cancellation));
    }

    private static async Task<IResult> HealthAsync(HealthServiceImpl health)
    {
        var answer = await health.Check(new HealthCheckRequest(), null!);
        var serving = answer.Status == HealthCheckResponse.Types.ServingStatus.Serving;
        return Results.Json(
            new { status = serving ? "SERVING" : "NOT_SERVING" },
            statusCode: serving ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> InfoAsync(ServerApi server, CancellationToken cancellation)
    {
        var info = await server.ReadInfoAsync(TenantId.Default, cancellation);
        return Results.Text(JsonFormatter.Default.Format(info), "application/json");
    }
}
