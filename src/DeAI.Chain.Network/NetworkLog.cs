using DeAI.Chain.Primitives;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Network;

internal static partial class NetworkLog
{
    [LoggerMessage(1, LogLevel.Information, "Listening for peers on {Address} as {Key}")]
    public static partial void Listening(ILogger logger, PeerAddress address, PublicKey key);

    [LoggerMessage(2, LogLevel.Information, "Session with {Peer} ({Key}) at {Remote} is open, dialled by {Dialler}")]
    public static partial void SessionOpened(ILogger logger, string peer, PublicKey key, string remote, string dialler);

    [LoggerMessage(3, LogLevel.Information, "Session with {Peer} ({Key}) ended: {Reason}")]
    public static partial void SessionClosed(ILogger logger, string peer, PublicKey key, Refusal reason);

    [LoggerMessage(4, LogLevel.Warning, "Connection from {Remote} refused: {Reason}")]
    public static partial void ConnectionRefused(ILogger logger, string remote, Refusal reason);

    [LoggerMessage(5, LogLevel.Warning, "No session with {Key} at {Address}: {Reason}. Next attempt in {Delay}")]
    public static partial void DialFailed(ILogger logger, PublicKey key, PeerAddress address, Refusal reason, TimeSpan delay);

    [LoggerMessage(6, LogLevel.Error, "Accepting a connection failed; the listener goes on")]
    public static partial void AcceptFailed(ILogger logger, Exception exception);

    [LoggerMessage(7, LogLevel.Error, "A handler of {Event} threw; the network goes on")]
    public static partial void HandlerFailed(ILogger logger, string @event, Exception exception);

    [LoggerMessage(8, LogLevel.Error, "Connection with {Remote} failed unexpectedly and is closed")]
    public static partial void ConnectionFailed(ILogger logger, string remote, Exception exception);
}
