namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>An input that a decoder does not handle as it must.</summary>
internal sealed record Fault(string Decoder, byte[] Input, string What)
{
    private const int Shown = 400;

    public override string ToString() =>
        $"{Decoder}: {What}\n  input of {Input.Length} bytes: {Convert.ToHexStringLower(Input.AsSpan(0, Math.Min(Shown, Input.Length)))}";
}
