using Xunit.Abstractions;

namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>Files put together by hand, each with the one verdict that both verifiers have to give; and that no check of theirs is idle.</summary>
public sealed class AssembledFilesTests(ITestOutputHelper output)
{
    private readonly AssembledChain _chain = new();

    [Fact]
    public async Task Verify_AssembledFiles_IsWhatTheSpecificationSaysForBoth()
    {
        AssembledFile[] files = Files();
        bool isHere = await PythonVerifier.IsHereAsync();
        IReadOnlyList<Verdict> verdicts = isHere
            ? await PythonVerifier.JudgeAsync(_chain.GenesisJson, [.. files.Select(static file => file.Bytes)])
            : [.. files.Select(file => PythonVerifier.Ours(file.Bytes, _chain.Genesis)).Select(static ours => new Verdict(ours, ours))];
        output.WriteLine(isHere
            ? $"{files.Length} files, {files.Count(static file => file.Code.Length == 0)} of them true"
            : "Skipped for the other verifier: /usr/bin/python3 with the package cryptography is not here.");

        string[] wrong = [.. files.Zip(verdicts)
            .Where(static pair => pair.Second != new Verdict(pair.First.Code, pair.First.Code))
            .Select(static pair => $"{pair.First.Name}: {pair.Second}, not '{pair.First.Code}'")];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Verifier_AnyCheckLeftOut_GivesAWrongVerdict()
    {
        if (!await PythonVerifier.IsHereAsync())
        {
            output.WriteLine("Skipped: /usr/bin/python3 with the package cryptography is not here.");
            return;
        }

        // The longest file takes as long as all others together, and one check alone is there for it.
        AssembledFile[] files = [.. Files().Where(static file => file.Bytes.Length < 1 << 20)];
        (int exitCode, string text) = await PythonVerifier.LeaveOutChecksAsync(_chain.GenesisJson, files);
        output.WriteLine(text);
        Assert.True(exitCode == 0, text);
    }

    private AssembledFile[] Files() =>
    [
        .. TrueFiles.Of(_chain), .. HeaderForgeries.Of(_chain), .. CertificateForgeries.Of(_chain), .. StateForgeries.Of(_chain), .. ReceiptForgeries.Of(_chain),
        .. TextForgeries.Of(_chain),
    ];
}
