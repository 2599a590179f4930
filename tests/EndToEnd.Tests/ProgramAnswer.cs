using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>What one run of the program said.</summary>
public sealed record ProgramAnswer(int Code, string Out, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <summary>The stable code of its error.</summary>
    public string Reason => Json.GetProperty("error").GetProperty("code").GetString()!;
}
