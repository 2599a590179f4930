namespace DeAI.Chain.Primitives;

/// <summary>
/// The stable name of a refusal, <c>area.reason</c> in lower snake case. Clients, runbooks and tests rely on it, so it never changes its
/// meaning. <c>default</c> means "no refusal".
/// </summary>
public readonly record struct ReasonCode(string Value)
{
    public bool IsDefault => string.IsNullOrEmpty(Value);

    public override string ToString() => Value ?? "ok";
}
