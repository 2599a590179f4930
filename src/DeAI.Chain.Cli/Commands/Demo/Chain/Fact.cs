using DeAI.Chain.Api.V1;

namespace DeAI.Chain.Cli.Commands.Demo.Chain;

/// <summary>An event of a final block, with the transaction that caused it; none for what a block does by itself.</summary>
/// <param name="Sender">Of the transaction; <c>default</c> without one.</param>
/// <param name="Transaction">Its id; <c>default</c> without one.</param>
/// <param name="Reason">Of the transaction's receipt: a verdict or a refusal.</param>
internal sealed record Fact(ulong Height, Event Event, AccountId Sender, Hash256 Transaction, string Reason)
{
    public string Name => Event.Name;

    /// <exception cref="DemoException">The event has no such attribute.</exception>
    public string this[string attribute] =>
        Event.Attribute(attribute) ?? throw new DemoException($"The event {Name} in block {Height} has no attribute {attribute}");
}
