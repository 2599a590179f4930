using Microsoft.AspNetCore.Http;

namespace DeAI.Chain.Grpc;

/// <summary>What is not gRPC over HTTP/2 is answered by HTTP status codes, as the specification asks.</summary>
internal static class RequestCheck
{
    public static bool IsGrpcRequest(HttpContext context)
    {
        if (!WireNames.IsGrpc(context.Request.ContentType))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return false;
        }

        if (!HttpProtocol.IsHttp2(context.Request.Protocol))
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            context.Response.Headers.Upgrade = "HTTP/2";
            return false;
        }

        return true;
    }
}
