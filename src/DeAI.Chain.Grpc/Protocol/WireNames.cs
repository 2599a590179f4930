namespace DeAI.Chain.Grpc;

/// <summary>Header names and values of gRPC over HTTP/2.</summary>
internal static class WireNames
{
    public const string ContentType = "application/grpc";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Details = "grpc-status-details-bin";
    public const string Timeout = "grpc-timeout";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string Identity = "identity";

    /// <summary><c>application/grpc</c> and <c>application/grpc+proto</c>, with parameters; other message formats are not spoken here.</summary>
    public static bool IsGrpc(string? contentType)
    {
        ReadOnlySpan<char> text = contentType;
        int parameters = text.IndexOf(';');
        ReadOnlySpan<char> type = (parameters < 0 ? text : text[..parameters]).Trim();
        return type.Equals(ContentType, StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/grpc+proto", StringComparison.OrdinalIgnoreCase);
    }
}
