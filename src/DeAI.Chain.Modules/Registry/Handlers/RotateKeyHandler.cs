using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Events;
using DeAI.Chain.Modules.Registry.Messages;
using DeAI.Chain.Modules.Registry.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry.Handlers;

internal sealed class RotateKeyHandler : MessageHandler<RotateKey>
{
    public override ushort MessageType => RotateKey.Type;

    public override string Name => "rotate_key";

    protected override Work WorkOf(RotateKey message) => new(StateWrites: 2, MultiplyAccumulates: 0);

    protected override Result Check(RotateKey message, ReadContext context)
    {
        Result free = RegistryChecks.KeyIsFree(context.State, message.NewKey);
        if (!free.IsOk)
        {
            return free;
        }

        Span<byte> digest = stackalloc byte[32];
        RotateKey.ProofDigest(context.Block.Chain, context.Sender).CopyTo(digest);
        return Ed25519.Verify(message.NewKey, digest, message.Proof)
            ? Result.Ok
            : Result.Refuse(Errors.BadProof, "the new key did not sign this chain and account");
    }

    protected override void Apply(RotateKey message, ApplyContext context)
    {
        if (!RegistryState.TryGetAccount(context.State, context.Sender, out AccountRecord? record))
        {
            throw new InvalidOperationException($"The gate let unknown account {context.Sender} in.");
        }

        RegistryState.PutAccount(context.State, context.Sender, record with { CurrentKey = message.NewKey });
        RegistryState.UseKey(context.State, message.NewKey, context.Sender);
        RegistryEvents.KeyRotated(context, message.NewKey);
    }
}
