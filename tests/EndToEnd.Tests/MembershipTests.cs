using System.Diagnostics;
using System.Text.Json;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.LocalNet;
using DeAI.Chain.Cli.Commands.LocalNet.Trials;
using DeAI.Chain.Client;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Google.Protobuf;
using Xunit.Abstractions;
using LedgerHeader = DeAI.Chain.Ledger.Blocks.BlockHeader;
using Task = System.Threading.Tasks.Task;

namespace EndToEnd.Tests;

/// <summary>
/// Seven validators under load lose as many as they can bear, and one more; get an eighth by vote, and vote one out. Which sets decide is seen from
/// which nodes suffice. Run it alone with <c>--logger "console;verbosity=detailed"</c> for the figures.
/// </summary>
public sealed class MembershipTests(ITestOutputHelper output)
{
    private const int Validators = 7;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan InFlight = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Still = TimeSpan.FromSeconds(3);

    private readonly List<NodeProbe> _probes = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    [Fact]
    public async Task SevenValidators_LoseJoinAndRemoveUnderLoad_StopOnlyWithoutQuorumAndForgetNothing()
    {
        string directory = Directory.CreateTempSubdirectory("deai-members-").FullName;
        LocalNetworkPlan plan = LocalNetworkPlan.Standard(Validators, 0, 4) with
        {
            Parameters = new SortedDictionary<string, ulong>(StringComparer.Ordinal)
            {
                ["consensus.min_block_interval_ms"] = 100,
                ["governance.voting_heights"] = 60,
                ["governance.waiting_heights"] = 10,
            },
        };
        await using LocalNetwork network = LocalNetwork.Create(directory, plan);
        try
        {
            await network.StartAllAsync();
            _probes.AddRange(network.Nodes.Select(static node => new NodeProbe(node)));
            await using AcknowledgedLoad load = AcknowledgedLoad.Start(network, outstanding: 4);
            await LoseThreeAsync(network);
            await JoinAsync(network);
            await RemoveAsync(network);
            await load.StopAsync(Limit);
            await CheckAllAsync(network, load);
        }
        finally
        {
            await network.StopAllAsync();
            _probes.ForEach(static probe => probe.Dispose());
        }

        Directory.Delete(directory, recursive: true);
    }

    private async Task LoseThreeAsync(LocalNetwork network)
    {
        await Task.WhenAll(network.KillNodeAsync(5), network.KillNodeAsync(6));
        await GoesOnAsync(0, 1, 2, 3, 4);
        Note("two of seven killed: the chain goes on");

        await network.KillNodeAsync(4);
        ulong stopped = await StandsStillAsync(0, 1, 2, 3);
        Note($"a third killed: it stands still at height {stopped}");
        SignedTransaction waiting = await SubmitWithoutQuorumAsync(network);

        await network.StartNodeAsync(4);
        await _probes[4].WaitUntilReadyAsync(Limit);
        long ready = Stopwatch.GetTimestamp();
        await _probes[0].WaitForHeightAsync(stopped + 1, Limit);
        Note($"one returned: a new block {Stopwatch.GetElapsedTime(ready).TotalMilliseconds:F0} ms after it was ready");

        await Task.WhenAll(network.StartNodeAsync(5), network.StartNodeAsync(6));
        await GoesOnAsync(0, 1, 2, 3, 4, 5, 6);
        await IsFinalAsync(waiting);
        Note("all seven are back, and the transfer that waited is final");
    }

    private async Task JoinAsync(LocalNetwork network)
    {
        JsonElement added = await DoneAsync("localnet", "add-node", "--dir", network.Directory, "--no-start");
        network.Reload();
        LocalNode node = network.Nodes[^1];
        Assert.Equal(node.Key, added.GetProperty("key").GetString());
        Assert.False(Directory.Exists(node.Home), "the new node is to begin empty");
        long started = Stopwatch.GetTimestamp();
        await network.StartNodeAsync(node.Index);
        _probes.Add(new NodeProbe(node));
        ulong tip = await _probes[0].HeightAsync();
        await _probes[^1].WaitForHeightAsync(tip, Limit);
        Note($"an eighth node began empty and had {tip} blocks after {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");

        await ChangedAsync(await DoneAsync("localnet", "seat", "--dir", network.Directory, node.Name), epoch: 1, validators: 8);

        // A quorum of eight is six: without the new node's votes, five are left.
        await DoneAsync("localnet", "kill", "--dir", network.Directory, "validator-0", "validator-1");
        await GoesOnAsync(2, 3, 4, 5, 6, 7);
        Note("two of eight killed: the chain goes on with the new node's vote");
        await Task.WhenAll(network.StartNodeAsync(0), network.StartNodeAsync(1));
        await GoesOnAsync(0, 1, 2, 3, 4, 5, 6, 7);
    }

    private async Task RemoveAsync(LocalNetwork network)
    {
        await ChangedAsync(await DoneAsync("localnet", "unseat", "--dir", network.Directory, "1"), epoch: 2, validators: 7);

        // A quorum of seven is five again: first five of them are left, then four of them and the one that was removed.
        await Task.WhenAll(network.KillNodeAsync(2), network.KillNodeAsync(3));
        await GoesOnAsync(0, 4, 5, 6, 7);
        await network.KillNodeAsync(4);
        ulong stopped = await StandsStillAsync(0, 1, 5, 6, 7);
        Note($"four of seven and the removed one are up: it stands still at height {stopped}");
        await Task.WhenAll(network.StartNodeAsync(2), network.StartNodeAsync(3), network.StartNodeAsync(4));
        await GoesOnAsync(0, 1, 2, 3, 4, 5, 6, 7);
        Assert.Equal("observer", (await _probes[1].StatusAsync()).Role);
        Assert.Equal("validator", (await _probes[7].StatusAsync()).Role);
    }

    private async Task CheckAllAsync(LocalNetwork network, AcknowledgedLoad load)
    {
        IReadOnlyList<AcknowledgedTransfer> acknowledged = load.Acknowledged();
        Assert.True(acknowledged.Count > 100, $"only {acknowledged.Count} transfers were acknowledged");
        Assert.Empty(load.Refused);
        ulong newest = acknowledged.Max(static transfer => transfer.Height);
        foreach (NodeProbe probe in _probes)
        {
            await probe.WaitForHeightAsync(newest, Limit);
            await ClusterChecks.HoldsAllAsync(probe, acknowledged);
            await ClusterChecks.NoPendingEvidenceAsync(probe);
        }

        LedgerHeader common = Decode((await ClusterChecks.SameChainAsync(_probes)).Encoded);
        Assert.Equal(2UL, common.Epoch.Value);
        await ClusterChecks.NoOffenceAsync(_probes[7]);

        // Checked from genesis through both handovers, each certificate by the validators of its epoch.
        string proof = Path.Combine(network.Directory, "proof.json");
        await DoneAsync("prove", "balance", "--account", network.Accounts[0].Key, "--out", proof, "--localnet", network.Directory);
        await DoneAsync("check-proof", proof, "--genesis", network.GenesisFile);
        Assert.True(await network.StopAllAsync());
        foreach (int node in (int[])[1, 7])
        {
            JsonElement whole = await DoneAsync("node", "verify", "--home", network.Nodes[node].Home);
            Assert.True(whole.GetProperty("transactions").GetInt32() >= acknowledged.Count);
        }

        Note($"{acknowledged.Count} acknowledged transfers are on all eight nodes at height {common.Height}; the homes of the removed and of the new one replayed whole");
    }

    /// <summary>The block that decided closes its epoch, what proves it final is empty, and the next block is the new set's.</summary>
    private async Task ChangedAsync(JsonElement change, ulong epoch, int validators)
    {
        Assert.Equal(epoch, change.GetProperty("epoch").GetUInt64());
        Assert.Equal(validators, change.GetProperty("validators").GetInt32());
        ulong height = change.GetProperty("executed_at").GetUInt64();
        NodeProbe node = _probes[^1];
        await node.WaitForHeightAsync(height + 1, Limit);
        BlockPage page = await node.Client.Blocks.GetAsync(new GetBlockRequest { Height = height });
        LedgerHeader before = Decode((await node.HeaderAsync(height - 1)).Encoded);
        LedgerHeader closing = Decode(page.Finality.Header);
        LedgerHeader first = Decode((await node.HeaderAsync(height + 1)).Encoded);
        Assert.False(before.ClosesEpoch);
        Assert.True(closing.ClosesEpoch);
        Assert.Equal(before.ValidatorsHash, closing.ValidatorsHash);
        Assert.Equal(epoch, closing.Epoch.Value + 1);
        foreach (LedgerHeader carrier in page.Finality.Descendants.Select(Decode))
        {
            Assert.True(carrier.IsCarrier);
            Assert.Equal(closing.Epoch, carrier.Epoch);
            Assert.Equal(closing.StateRoot, carrier.StateRoot);
        }

        Assert.Equal(epoch, first.Epoch.Value);
        Assert.Equal(closing.NextValidatorsHash, first.ValidatorsHash);
        Assert.Equal(closing.Digest, first.Parent);
        Note($"block {height} closed epoch {closing.Epoch}, final by {page.Finality.Descendants.Count} empty descendants; {validators} validators decide from {height + 1} on");
    }

    /// <summary>A client that does not wait long learns that its deadline has passed, by the node or by its own clock; nothing is acknowledged.</summary>
    private async Task<SignedTransaction> SubmitWithoutQuorumAsync(LocalNetwork network)
    {
        using ChainClient client = new(new ChainClientOptions { Nodes = [new Uri("http://" + network.Nodes[0].Grpc)], CallTimeout = InFlight });
        using SigningKey key = network.OpenKey("customer-1");
        using TransactionSender sender = new(client, key);
        SignedTransaction signed = await sender.SignAsync(ModuleIds.Accounts, Transfer.Type, new Transfer(LocalAccounts.IdOf(network, "customer-2"), new Credits(1)));
        SubmitRequest request = new() { Transaction = ByteString.CopyFrom(Canonical.Encode(signed)) };
        Assert.Equal(StatusCode.DeadlineExceeded, await Deadline.OfAsync(() => client.Transactions.SubmitAndWaitAsync(request)));
        ChainRefusedException unknown = await Assert.ThrowsAsync<ChainRefusedException>(() => client.Transactions.GetAsync(IdOf(signed)));
        Assert.Equal(StatusCode.NotFound, unknown.Category);
        return signed;
    }

    private async Task IsFinalAsync(SignedTransaction signed)
    {
        using CancellationTokenSource limit = new(Limit);
        while (true)
        {
            try
            {
                Assert.True((await _probes[0].Client.Transactions.GetAsync(IdOf(signed), limit.Token)).Receipt.Applied);
                return;
            }
            catch (ChainRefusedException refused) when (refused.Category == StatusCode.NotFound)
            {
                await Task.Delay(100, limit.Token);
            }
        }
    }

    /// <summary>Five more blocks on each of these nodes.</summary>
    private async Task GoesOnAsync(params int[] nodes)
    {
        ulong[] heights = await Task.WhenAll(nodes.Select(node => _probes[node].HeightOrZeroAsync()));
        await Task.WhenAll(nodes.Select(node => _probes[node].WaitForHeightAsync(heights.Max() + 5, Limit)));
    }

    /// <returns>The greatest height.</returns>
    private async Task<ulong> StandsStillAsync(params int[] nodes)
    {
        await Task.Delay(InFlight);
        ulong[] before = await Task.WhenAll(nodes.Select(node => _probes[node].HeightAsync()));
        await Task.Delay(Still);
        ulong[] after = await Task.WhenAll(nodes.Select(node => _probes[node].HeightAsync()));
        Assert.Equal(before, after);
        return after.Max();
    }

    private static GetTransactionRequest IdOf(SignedTransaction signed) => new() { Id = ByteString.CopyFrom(signed.Id.ToArray()) };

    private static LedgerHeader Decode(ByteString encoded) => Canonical.Decode<LedgerHeader>(encoded.Span).Value;

    private static async Task<JsonElement> DoneAsync(params string[] args)
    {
        ProgramAnswer answer = await RunningNetwork.RunAsync([.. args, "--output", "json"]);
        Assert.True(answer.Code == 0, answer.Out + answer.Error);
        return answer.Json;
    }

    private void Note(string line) => output.WriteLine($"{_clock.Elapsed.TotalSeconds,6:F1} s  {line}");
}
