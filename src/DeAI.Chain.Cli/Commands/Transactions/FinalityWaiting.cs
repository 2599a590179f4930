using System.CommandLine;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Client;
using DeAI.Chain.Grpc;
using DeAI.Chain.Primitives.Encoding;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Cli.Commands.Transactions;

/// <summary>How a command waits for finality, and what it says when the wait ends while the transaction may still become final.</summary>
internal sealed class FinalityWaiting(NodeConnection connection)
{
    private const double DefaultSeconds = 60;
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(5);

    private readonly Option<double> _wait = new("--wait")
    {
        Description = "How many seconds to wait for finality before the command ends with exit code 4.",
        DefaultValueFactory = static _ => DefaultSeconds,
    };

    public IEnumerable<Symbol> Symbols => [_wait];

    /// <param name="send">Signs, if need be, submits and follows with these options.</param>
    public async Task<Transaction> RunAsync(CommandContext context, ChainClient client, Func<TransactionSenderOptions, Task<Transaction>> send)
    {
        double seconds = context.Get(_wait);
        if (seconds is not (> 0 and <= 86_400))
        {
            throw CliException.Usage($"--wait takes seconds, more than 0 and at most 86400, and not {seconds}");
        }

        string accepted = string.Empty;
        Task<Transaction> sending = send(new TransactionSenderOptions
        {
            FinalityTimeout = TimeSpan.FromSeconds(seconds),
            Accepted = signed => Volatile.Write(ref accepted, signed.Id.ToString()),
        });
        if (await Task.WhenAny(sending, Task.Delay(Silence, CancellationToken.None)) != sending)
        {
            string id = Volatile.Read(ref accepted);
            context.Output.Progress(id.Length == 0
                ? $"no node has accepted the transaction yet; waiting up to {seconds} s"
                : $"accepted as {id}; waiting up to {seconds} s for finality");
        }

        try
        {
            return await sending;
        }
        catch (TransactionPendingException pending)
        {
            throw await DescribeAsync(context, client, pending.Pending, "tx.pending", $"is not final after {pending.Waited.TotalSeconds:0} s", pending.InnerException);
        }
        catch (TransactionCanceledException canceled)
        {
            throw await DescribeAsync(context, client, canceled.Pending, "tx.interrupted", "was not final when this command was interrupted", last: null);
        }
    }

    private async Task<CliException> DescribeAsync(
        CommandContext context, ChainClient client, PendingTransaction pending, string code, string state, Exception? last)
    {
        NetworkPicture? picture = await LookAsync(client);
        string where = connection.Where(context);
        string signed = Convert.ToHexStringLower(Canonical.Encode(pending.Signed));
        string fate = pending.IsAccepted ? "was accepted by a node, but" : "was sent, but no node said that it has it, and it";
        string why = picture?.Why() ?? $"no node answers now{(last is null ? string.Empty : $" ({last.Message})")}";
        string remedy =
            $"do not send it anew, which could do it twice. 'deai query tx {pending.Id}{where}' tells whether it has become final, as it may up to height {pending.ValidUntil}. "
            + $"A node that restarts forgets what waits: 'deai tx raw {signed}{where}' offers this very transaction again, as often as you like";
        return new CliException(code, $"Transaction {pending.Id} {fate} {state}: {why}", remedy, ExitCode.Pending)
        {
            Details = new
            {
                transactionId = pending.Id.ToString(),
                pending.IsAccepted,
                validUntil = pending.ValidUntil.Value,
                signedTransaction = signed,
                network = picture,
            },
        };
    }

    private static async Task<NetworkPicture?> LookAsync(ChainClient client)
    {
        using CancellationTokenSource limit = new(LookLimit);
        try
        {
            return await NetworkPicture.OfAsync(client, limit.Token);
        }
        catch (Exception failure) when (failure is RpcException or ChainRefusedException or OperationCanceledException)
        {
            return null;
        }
    }
}
