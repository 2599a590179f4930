using DeAI.Chain.Grpc;

namespace DeAI.Chain.Api.Translation;

/// <summary>One row of the error table. A pattern that ends in '.' stands for every code that begins so.</summary>
internal sealed record ErrorRule(string Pattern, StatusCode Status, TimeSpan? RetryAfter = null)
{
    public bool Matches(string code) =>
        Pattern.EndsWith('.') ? code.StartsWith(Pattern, StringComparison.Ordinal) : string.Equals(code, Pattern, StringComparison.Ordinal);
}
