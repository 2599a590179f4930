using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Primitives;
using Xunit.Abstractions;

namespace DeAI.Chain.Client.Tests.Foreign;

public sealed class ProofExampleTests(ITestOutputHelper output)
{
    private const string Readme = "src/DeAI.Chain.Ledger/README.md";
    private const string Start = "<!-- example -->\n";
    private const string End = "<!-- end of example -->";

    private readonly ProofExample _example = new();

    [Fact]
    public void Readme_WorkedExample_IsWhatTheCodeDoes()
    {
        string path = RepositoryFiles.PathOf(Readme);
        string text = File.ReadAllText(path);
        int start = text.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(end >= start, "the marks of the example are gone");
        if (Environment.GetEnvironmentVariable("DEAI_WRITE_EXAMPLE") == "1")
        {
            File.WriteAllText(path, text[..start] + _example.ToMarkdown() + text[end..]);
            return;
        }

        Assert.Equal(_example.ToMarkdown(), text[start..end]);
    }

    [Fact]
    public void Example_AnyByteAltered_IsRefused()
    {
        int altered = 0;
        foreach (ProofFile proof in _example.Proofs)
        {
            foreach (ProofSlot slot in ProofSlot.Of(proof))
            {
                for (int i = 0; i < slot.Value.Length; i++)
                {
                    byte[] bytes = slot.Value.Span.ToArray();
                    bytes[i] ^= (byte)(1 << (i % 8));
                    Assert.False(ProofVerifier.Verify(slot.With(new Blob(bytes)), _example.Genesis).IsOk, $"{proof.Kind}, {slot.Name}, byte {i}");
                    altered++;
                }
            }
        }

        Assert.True(altered > 3_500, $"{altered} bytes were tried");
    }

    [Fact]
    public async Task Example_EveryKind_IsAcceptedByBothVerifiers()
    {
        Assert.All(_example.Proofs, proof => Assert.True(ProofVerifier.Verify(proof, _example.Genesis).IsOk));
        if (!await PythonVerifier.IsHereAsync())
        {
            output.WriteLine("Skipped: /usr/bin/python3 with the package cryptography is not here.");
            return;
        }

        IReadOnlyList<Verdict> verdicts = await PythonVerifier.JudgeAsync(_example.GenesisJson, [.. _example.Proofs.Select(static proof => proof.ToJson())]);
        Assert.All(verdicts, static verdict => Assert.True(verdict.BothAccept, verdict.ToString()));
    }
}
