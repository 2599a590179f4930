using DeAI.Chain.Api.V1;
using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using Google.Protobuf;

namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>Good proofs of every kind from whatever node a client is connected to: at random heights, of random keys.</summary>
internal sealed class ProofSampler(ChainClient client, ulong tip, ulong lowest, Random random)
{
    private readonly List<Blob> _keys = [];
    private readonly List<ByteString> _transactions = [];

    /// <summary>Learns what there is: all keys of the newest state, all transactions of the blocks.</summary>
    public async System.Threading.Tasks.Task LookAroundAsync(int maxTransactions)
    {
        VerifiedFact all = ProofVerifier.Verify(await client.ProveRangeAsync(default), client.Options.Genesis!).Value;
        _keys.AddRange(all.Entries.Items.Select(static entry => entry.Key));
        for (ulong height = tip; height >= lowest && _transactions.Count < maxTransactions; height--)
        {
            BlockPage block = await client.Blocks.GetAsync(new GetBlockRequest { Height = height });
            _transactions.AddRange(block.Transactions.Select(static transaction => transaction.Id));
        }
    }

    public async Task<ProofFile> NextAsync(SampleKind kind) => kind switch
    {
        SampleKind.Present => await StateAsync(_keys[random.Next(_keys.Count)]),
        SampleKind.Absent => await StateAsync(RandomKey()),
        SampleKind.Transaction => ProofFile.Of(await client.State.ProveTransactionAsync(Request())),
        SampleKind.Receipt => ProofFile.OfReceipt(await client.State.ProveTransactionAsync(Request())),
        _ => await client.ProveRangeAsync(RandomRange(), RandomHeight()),
    };

    private async Task<ProofFile> StateAsync(Blob key)
    {
        GetStateRequest request = new() { Key = ByteString.CopyFrom(key.Span), Height = RandomHeight().Value };
        GetStateResponse answer = await client.State.GetAsync(request);
        return ProofFile.Of(key.Span, answer);
    }

    private ProveTransactionRequest Request() => new() { Id = _transactions[random.Next(_transactions.Count)] };

    private Height RandomHeight() => new(lowest + (ulong)random.NextInt64((long)(tip - lowest) + 1));

    private Blob RandomKey()
    {
        byte[] key = _keys[random.Next(_keys.Count)].Span.ToArray();
        random.NextBytes(key.AsSpan(key.Length / 2));
        return new Blob(key);
    }

    private KeyRange RandomRange()
    {
        Blob first = _keys[random.Next(_keys.Count)];
        Blob end = _keys[random.Next(_keys.Count)];
        int order = KeyOrder.Instance.Compare(first, end);
        return order == 0 ? KeyRange.OfPrefix(first.Span[..3]) : order < 0 ? new KeyRange(first, end) : new KeyRange(end, first);
    }
}
