using DeAI.Chain.Api.V1;
using DeAI.Chain.Client;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Primitives.Encoding;
using Google.Protobuf;
using Task = System.Threading.Tasks.Task;
using Transaction = DeAI.Chain.Api.V1.Transaction;

namespace DeAI.Chain.Cli.Commands.LocalNet.Trials;

/// <summary>
/// Transfers that go on whatever happens to the nodes, and a record of each one that was acknowledged. A transfer whose fate is unknown is
/// offered again with the same bytes until a node says that it is final or that it never will be.
/// </summary>
public sealed class AcknowledgedLoad : IAsyncDisposable
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TransactionSenderOptions Options = new() { ValidForHeights = 5_000 };

    private readonly List<SigningKey> _keys;
    private readonly List<ChainClient> _clients = [];
    private readonly List<TransactionSender> _senders = [];
    private readonly List<AcknowledgedTransfer> _acknowledged = [];
    private readonly SortedDictionary<string, long> _refused = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _last = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly Task[] _work;

    private AcknowledgedLoad(IReadOnlyList<Uri> nodes, IEnumerable<SigningKey> keys, int outstanding)
    {
        _keys = [.. keys];
        for (int i = 0; i < _keys.Count; i++)
        {
            // Each account begins at another node.
            ChainClient client = new(new ChainClientOptions { Nodes = [.. nodes.Skip(i % nodes.Count), .. nodes.Take(i % nodes.Count)], CallTimeout = CallLimit });
            _clients.Add(client);
            _senders.Add(new TransactionSender(client, _keys[i], options: Options));
        }

        _work = [.. Enumerable.Range(0, outstanding).Select(slot => Task.Run(() => RunAsync(slot % _keys.Count)))];
    }

    /// <summary>Transfers acknowledged so far.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _acknowledged.Count;
            }
        }
    }

    /// <summary>Transfers that were neither acknowledged nor refused when the load was stopped.</summary>
    public int Unfinished { get; private set; }

    /// <summary>Refusals by their code; a load that meets none but those of failing nodes leaves this empty.</summary>
    public IReadOnlyDictionary<string, long> Refused
    {
        get
        {
            lock (_gate)
            {
                return new SortedDictionary<string, long>(_refused, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Starts with the network's accounts load-1, load-2 and so on.</summary>
    /// <param name="nodes">Where to send; null for the clients' addresses of all validators.</param>
    /// <param name="outstanding">Transfers under way at once.</param>
    public static AcknowledgedLoad Start(LocalNetwork network, int outstanding, IReadOnlyList<Uri>? nodes = null)
    {
        string[] names = [.. network.Accounts.Select(static account => account.Name).Where(static name => name.StartsWith("load-", StringComparison.Ordinal))];
        if (names.Length == 0)
        {
            throw CliException.Usage("the network has no accounts for load", "make it with --load-accounts");
        }

        nodes ??= [.. network.Nodes.Where(static node => node.Kind == LocalNodeKind.Validator).Select(static node => new Uri("http://" + node.Grpc))];
        return new AcknowledgedLoad(nodes, names.Select(network.OpenKey), outstanding);
    }

    /// <summary>What was acknowledged from the given number on, in the order of the acknowledgements.</summary>
    public IReadOnlyList<AcknowledgedTransfer> Acknowledged(int from = 0)
    {
        lock (_gate)
        {
            return _acknowledged.GetRange(from, _acknowledged.Count - from);
        }
    }

    /// <summary>One of those acknowledged so far, by its number.</summary>
    public AcknowledgedTransfer At(int number)
    {
        lock (_gate)
        {
            return _acknowledged[number];
        }
    }

    /// <summary>Begins no more transfers, and waits for those under way.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        await _last.CancelAsync();
        await Task.WhenAny(Task.WhenAll(_work), Task.Delay(limit));
        await _cancel.CancelAsync();
        await Task.WhenAll(_work);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        _senders.ForEach(static sender => sender.Dispose());
        _clients.ForEach(static client => client.Dispose());
        _keys.ForEach(static key => key.Dispose());
        _last.Dispose();
        _cancel.Dispose();
    }

    private async Task RunAsync(int account)
    {
        AccountId to = new(_keys[(account + 1) % _keys.Count].PublicKey.Value);
        while (!_last.IsCancellationRequested)
        {
            try
            {
                SignedTransaction signed = await _senders[account].SignAsync(ModuleIds.Accounts, Transfer.Type, new Transfer(to, new Credits(1)), _cancel.Token);
                Transaction final = await FollowAsync(_clients[account], signed);
                Record(new AcknowledgedTransfer(signed.Id, final.Height), final.Receipt.Reason);
            }
            catch (ChainRefusedException refused)
            {
                Record(default, refused.Reason.Value);
            }
            catch (RpcException)
            {
                // No node answers while the transfer is prepared: nothing was signed.
                await Task.Delay(Pause);
            }
            catch (OperationCanceledException) when (_cancel.IsCancellationRequested)
            {
                lock (_gate)
                {
                    Unfinished++;
                }
            }
        }
    }

    private async Task<Transaction> FollowAsync(ChainClient client, SignedTransaction signed)
    {
        SubmitRequest submit = new() { Transaction = ByteString.CopyFrom(Canonical.Encode(signed)) };
        while (true)
        {
            try
            {
                return (await client.Transactions.SubmitAndWaitAsync(submit, _cancel.Token)).Transaction;
            }
            catch (ChainRefusedException refused) when (refused.Category == StatusCode.AlreadyExists)
            {
                return await client.Transactions.GetAsync(new GetTransactionRequest { Id = ByteString.CopyFrom(signed.Id.ToArray()) }, _cancel.Token);
            }
            catch (ChainRefusedException refused) when (IsPassing(refused.Category))
            {
                await Task.Delay(Pause, _cancel.Token);
            }
            catch (RpcException failure) when (IsPassing(failure.Code) || failure.Code == StatusCode.Internal)
            {
                await Task.Delay(Pause, _cancel.Token);
            }
        }
    }

    /// <summary>In flight already, no node there, no time left, no room: the same bytes may be offered again.</summary>
    private static bool IsPassing(StatusCode code) =>
        code is StatusCode.Aborted or StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted;

    private void Record(AcknowledgedTransfer transfer, string reason)
    {
        lock (_gate)
        {
            if (reason.Length == 0)
            {
                _acknowledged.Add(transfer);
            }
            else
            {
                _refused[reason] = _refused.GetValueOrDefault(reason) + 1;
            }
        }
    }
}
