namespace DeAI.Chain.Primitives;

/// <summary>Accepted, or refused with a reason. Deliberately not convertible to <c>bool</c>.</summary>
public readonly record struct Result(Refusal? Refusal)
{
    public static Result Ok => default;

    public bool IsOk => Refusal is null;

    public static Result Refuse(ReasonCode code, string detail) => new(new Refusal(code, detail));

    public static Result<T> Of<T>(T value) => new(value, null);

    public static Result<T> Refuse<T>(ReasonCode code, string detail) => new(default!, new Refusal(code, detail));

    public static Result<T> Refuse<T>(Refusal refusal) => new(default!, refusal);
}
