using DeAI.Chain.Grpc.Health.V1;
using static DeAI.Chain.Grpc.Health.V1.HealthCheckResponse.Types;

namespace DeAI.Chain.Grpc.Health;

/// <summary>The standard service <c>grpc.health.v1.Health</c>.</summary>
public static class HealthService
{
    /// <summary>Serves the registry.</summary>
    public static GrpcServiceBinding Create(HealthRegistry registry) =>
        new GrpcServiceBuilder(HealthReflection.Descriptor.Services[0])
            .Unary<HealthCheckRequest, HealthCheckResponse>("Check", (request, _) => Task.FromResult(Check(registry, request)))
            .ServerStream<HealthCheckRequest, HealthCheckResponse>("Watch", (request, call) =>
                registry.WatchAsync(request.Service, call.CancellationToken).Select(static status => new HealthCheckResponse { Status = status }))
            .Build();

    private static HealthCheckResponse Check(HealthRegistry registry, HealthCheckRequest request)
    {
        bool serving = registry.IsServing(request.Service) ?? throw new GrpcException(StatusCode.NotFound, "No such service.");
        return new HealthCheckResponse { Status = serving ? ServingStatus.Serving : ServingStatus.NotServing };
    }
}
