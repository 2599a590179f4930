using DeAI.Chain.Api.V1;
using Google.Protobuf;

namespace DeAI.Chain.Cli.Commands.Demo.Chain;

/// <summary>Between the chain's types and those of the services.</summary>
internal static class Wire
{
    public static ByteString Bytes(Bytes32 value)
    {
        byte[] bytes = new byte[Bytes32.Length];
        value.CopyTo(bytes);
        return ByteString.CopyFrom(bytes);
    }

    public static Hash256 Hash(ByteString bytes) => new(bytes.Span);

    public static AccountId Account(ByteString bytes) => new(new Bytes32(bytes.Span));

    public static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);

    /// <summary>An attribute of an event; null where it has none of that name.</summary>
    public static string? Attribute(this Event happened, string name) =>
        happened.Attributes.FirstOrDefault(attribute => attribute.Name == name)?.Value;

    public static Event? EventOf(this Transaction transaction, string name) =>
        transaction.Receipt?.Events.FirstOrDefault(happened => happened.Name == name);
}
