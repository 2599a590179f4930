using Google.Protobuf;

namespace DeAI.Chain.Grpc;

/// <summary>
/// One parser per message type. Unknown fields are dropped: kept, two bytes on the wire cost a peer nothing and this side about a hundred.
/// </summary>
internal static class MessageParsers<T>
    where T : class, IMessage<T>, new()
{
    public static readonly MessageParser<T> Instance = new MessageParser<T>(static () => new T()).WithDiscardUnknownFields(true);
}
