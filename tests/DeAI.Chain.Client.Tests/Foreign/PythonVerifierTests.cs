using DeAI.Chain.Api.Tests.Testing;
using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Validators;
using Xunit.Abstractions;

namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>
/// The two verifiers against each other. DEAI_PROOFS=NUMBER: so many good proofs and ten times as many altered ones; with
/// DEAI_PROOFS_NODE=HOST:PORT and DEAI_PROOFS_GENESIS=FILE the good ones come from that node; DEAI_PROOFS_SEED=NUMBER draws others.
/// </summary>
public sealed class PythonVerifierTests(ITestOutputHelper output)
{
    private const int PerKind = 50;
    private const int Altered = 600;

    private static readonly SampleKind[] Kinds = Enum.GetValues<SampleKind>();

    [Fact]
    public async Task Proofs_GoodAndAltered_AreJudgedAlikeByBothVerifiers()
    {
        if (!await PythonVerifier.IsHereAsync())
        {
            output.WriteLine("Skipped: /usr/bin/python3 with the package cryptography is not here.");
            return;
        }

        int good = int.TryParse(Environment.GetEnvironmentVariable("DEAI_PROOFS"), out int asked) ? asked : PerKind * Kinds.Length;
        int altered = asked > 0 ? asked * 10 : Altered;
        int seed = int.TryParse(Environment.GetEnvironmentVariable("DEAI_PROOFS_SEED"), out int drawn) ? drawn : 20261122;
        Random random = new(seed);
        (string genesisJson, List<ProofFile> pool) = await SampleAsync(good, random);
        GenesisDocument genesis = GenesisDocument.Parse(genesisJson).Value;
        List<ProofFile> foreign = [.. new ProofExample().Proofs];

        IReadOnlyList<Verdict> verdicts = await PythonVerifier.JudgeAsync(genesisJson, [.. pool.Select(static proof => proof.ToJson())]);
        Assert.All(verdicts, static verdict => Assert.True(verdict.BothAccept, verdict.ToString()));

        ProofAlterer alterer = new(genesis, pool, foreign, random);
        SortedDictionary<string, int> codes = new(StringComparer.Ordinal);
        int agreeing = 0;
        const int AtOnce = 1000;
        for (int done = 0; done < altered; done += AtOnce)
        {
            Alteration[] batch = [.. Enumerable.Range(0, Math.Min(AtOnce, altered - done)).Select(_ => alterer.Next())];
            verdicts = await PythonVerifier.JudgeAsync(genesisJson, [.. batch.Select(static one => one.Text)]);
            for (int i = 0; i < batch.Length; i++)
            {
                Assert.True(verdicts[i].BothRefuse, $"{batch[i].Name}: {verdicts[i]}: {batch[i].Text}");
                agreeing += verdicts[i].Ours == verdicts[i].Theirs ? 1 : 0;
                codes[verdicts[i].Theirs] = codes.GetValueOrDefault(verdicts[i].Theirs) + 1;
                if (verdicts[i].Ours != verdicts[i].Theirs)
                {
                    output.WriteLine($"{batch[i].Name}: {verdicts[i]}");
                }
            }
        }

        output.WriteLine($"{pool.Count} good proofs accepted, {altered} altered ones refused by both, {agreeing} with the same code; seed {seed}");
        output.WriteLine(string.Join(", ", codes.Select(static code => $"{code.Key} {code.Value}")));
        Assert.Equal(altered, agreeing);
    }

    [Fact]
    public async Task IsSigned_ForeignVectors_FollowsTheStrictRule()
    {
        string vectors = Environment.GetEnvironmentVariable("DEAI_VECTORS") ?? RepositoryFiles.PathOf("../shared/vectors");
        if (!Directory.Exists(vectors) || !await PythonVerifier.IsHereAsync())
        {
            output.WriteLine("Skipped: the foreign vectors, or /usr/bin/python3 with the package cryptography, are not here.");
            return;
        }

        (int exitCode, string text) = await PythonVerifier.CheckVectorsAsync(vectors);
        output.WriteLine(text);
        Assert.True(exitCode == 0, text);
    }

    private static string? Node => Environment.GetEnvironmentVariable("DEAI_PROOFS_NODE");

    private static async Task<(string GenesisJson, List<ProofFile> Pool)> SampleAsync(int count, Random random)
    {
        if (Node is { } node)
        {
            string json = await File.ReadAllTextAsync(Environment.GetEnvironmentVariable("DEAI_PROOFS_GENESIS")!);
            ChainClientOptions options = new() { Nodes = [new Uri($"http://{node}")], Genesis = GenesisDocument.Parse(json).Value };
            using ChainClient remote = new(options);
            Api.V1.NodeStatus status = await remote.Node.GetStatusAsync(new Api.V1.GetStatusRequest());
            return (json, await SampleAsync(remote, status.FinalizedHeight, count, random));
        }

        TestChain chain = Chain();
        await using ApiServer server = await ApiServer.StartAsync(chain);
        using ChainClient client = new(new ChainClientOptions { Nodes = [server.Address], Genesis = chain.Document });
        return (chain.GenesisJson, await SampleAsync(client, chain.Tip, count, random));
    }

    private static async Task<List<ProofFile>> SampleAsync(ChainClient client, ulong tip, int count, Random random)
    {
        ProofSampler sampler = new(client, tip, lowest: 1, random);
        await sampler.LookAroundAsync(maxTransactions: count);
        List<ProofFile> pool = [];
        for (int i = 0; i < count; i++)
        {
            pool.Add(await sampler.NextAsync(Kinds[i % Kinds.Length]));
        }

        return pool;
    }

    // Two handovers; blocks with none, one and many transactions; heights final by themselves, by descendants and by carriers.
    private static TestChain Chain()
    {
        TestChain chain = new();
        chain.Seal([.. Enumerable.Range(1, 7).Select(account => chain.Verified(chain.Transfer(account, 1)))], [], [chain.Verified(chain.Transfer(3, 2))]);
        Rotate(chain, 1, skip: 3);
        chain.Seal([.. Enumerable.Range(1, 7).Select(account => chain.Verified(chain.Transfer(account, 5)))]);
        Rotate(chain, 2, skip: 2);
        for (ulong block = 0; block < 6; block++)
        {
            chain.Seal([.. Enumerable.Range(1, 4).Select(account => chain.Verified(chain.Transfer(account, 10 + block)))], []);
        }

        return chain;
    }

    private static void Rotate(TestChain chain, ulong nonce, int skip)
    {
        ValidatorSet next = new(Sequence.From(chain.Document.Validators.Seats.Items.Where((_, seat) => seat != skip)));
        Assert.Empty(chain.Seal([chain.Verified(chain.Sign(0, nonce, TestModule.Number, 1, new SetValidators(next)))]));
        chain.StartEpoch();
    }
}
