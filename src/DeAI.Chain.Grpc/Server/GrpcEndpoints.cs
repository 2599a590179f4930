using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Grpc;

/// <summary>Puts gRPC services on an application's routes.</summary>
public static class GrpcEndpoints
{
    /// <summary>
    /// Serves each method at <c>POST /package.Service/Method</c>, and answers every other gRPC request with UNIMPLEMENTED.
    /// Call it once, with all services. Takes <see cref="TimeProvider"/> and logging from the application's services.
    /// </summary>
    /// <exception cref="ArgumentException">A service occurs twice.</exception>
    public static void MapGrpc(this IEndpointRouteBuilder endpoints, GrpcServerOptions options, params IReadOnlyList<GrpcServiceBinding> services)
    {
        options.Validate();
        IServiceProvider provider = endpoints.ServiceProvider;
        ILogger logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger("DeAI.Chain.Grpc");
        TimeProvider clock = provider.GetService<TimeProvider>() ?? TimeProvider.System;
        CancellationToken stopping = provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

        var seen = new HashSet<string>();
        foreach (GrpcServiceBinding service in services)
        {
            if (!seen.Add(service.Descriptor.FullName))
            {
                throw new ArgumentException($"The service {service.Descriptor.FullName} is mapped twice.", nameof(services));
            }

            foreach (GrpcMethodBinding method in service.Methods)
            {
                var handler = new GrpcCallHandler(method, options, logger, clock, stopping);
                string path = $"/{service.Descriptor.FullName}/{method.Descriptor.Name}";
                endpoints.MapPost(path, (RequestDelegate)handler.HandleAsync).WithDisplayName($"gRPC - {path}");
            }
        }

        endpoints.MapPost("/{service}/{method}", context => AnswerUnknownAsync(context, logger))
            .WithDisplayName("gRPC - unknown method")
            .WithOrder(int.MaxValue);
    }

    private static async Task AnswerUnknownAsync(HttpContext context, ILogger logger)
    {
        if (!WireNames.IsGrpc(context.Request.ContentType))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (RequestCheck.IsGrpcRequest(context))
        {
            StatusWriter.Write(context, new CallOutcome(StatusCode.Unimplemented, "No such method."), null, logger, "unknown");
            await context.Response.CompleteAsync();
            context.Features.Get<IHttpResetFeature>()?.Reset(0);
        }
    }
}
