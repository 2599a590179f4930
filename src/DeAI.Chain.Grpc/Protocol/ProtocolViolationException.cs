namespace DeAI.Chain.Grpc;

/// <summary>The peer broke the protocol or a limit of this side, or went away in the middle. Carries the status that the call ends with.</summary>
internal sealed class ProtocolViolationException(StatusCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    public StatusCode Code { get; } = code;
}
