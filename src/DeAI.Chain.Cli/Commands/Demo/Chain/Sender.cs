using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.Demo.Cast;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives.Encoding;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Cli.Commands.Demo.Chain;

/// <summary>Signs an actor's message, submits it to a node, and waits until it is final.</summary>
internal sealed class Sender(ChainId chain)
{
    /// <summary>Far above any fee of the story: what is charged is metered.</summary>
    private const ulong MaxFee = 1_000_000;

    private const ulong Lifetime = 2_000;

    /// <exception cref="DemoException">It was refused, or did not become final in time.</exception>
    public async Task<Transaction> SendAsync<T>(
        DemoNode node, Actor actor, ModuleId module, ushort type, T message, CancellationToken cancel)
        where T : ICanonical<T>
    {
        Account account = await node.AccountAsync(actor.Id, cancel);
        TransactionBody body = new(
            chain,
            actor.Id,
            actor.Key.PublicKey,
            account.NextNonce,
            new Height(account.Height + Lifetime),
            new Credits(MaxFee),
            module,
            type,
            Blob.CopyOf(Canonical.Encode(message)));
        byte[] encoded = Canonical.Encode(SignedTransaction.Sign(body, actor.Key));
        Transaction final;
        try
        {
            final = (await node.SubmitAsync(encoded, cancel)).Transaction;
        }
        catch (RpcException refused)
        {
            throw new DemoException($"{actor.Name}'s {typeof(T).Name} was not accepted by {node.Name}: {refused.Detail}", refused);
        }

        return final.Receipt.Applied
            ? final
            : throw new DemoException($"{actor.Name}'s {typeof(T).Name} was refused in block {final.Height}: {final.Receipt.Reason}");
    }
}
