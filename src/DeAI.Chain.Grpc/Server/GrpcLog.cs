using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Grpc;

internal static partial class GrpcLog
{
    [LoggerMessage(1, LogLevel.Error, "The handler of {Method} failed")]
    public static partial void HandlerFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(2, LogLevel.Debug, "{Method} ended with {Code}: {Reason}")]
    public static partial void CallRefused(ILogger logger, string method, StatusCode code, string reason);

    [LoggerMessage(3, LogLevel.Warning, "The error details of {Method} have {Bytes} bytes and were left out")]
    public static partial void DetailsTooLarge(ILogger logger, string method, int bytes);

    [LoggerMessage(4, LogLevel.Error, "A cancellation callback of {Method} failed")]
    public static partial void CallbackFailed(ILogger logger, string method, Exception exception);
}
