using DeAI.Chain.Client;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Messages;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace EndToEnd.Tests;

/// <summary>One bad transaction of each kind, each a good one with one thing wrong, correctly signed unless that is what is wrong.</summary>
internal sealed class BadInputs(ChainClient client, SigningKey key, SigningKey registrar, SigningKey stranger, AccountId other)
{
    /// <param name="final">A transaction of <see cref="key"/> that is final.</param>
    public async Task<IReadOnlyList<BadInput>> MakeAsync(SignedTransaction final)
    {
        using TransactionSender sender = new(client, key);
        using TransactionSender registrarSender = new(client, registrar);
        SignedTransaction good = await sender.SignAsync(ModuleIds.Accounts, Transfer.Type, new Transfer(other, new Credits(1)));
        byte[] bytes = Canonical.Encode(good);
        TransactionBody body = good.Body;
        SignedTransaction issue = await sender.SignAsync(ModuleIds.Accounts, Issue.Type, new Issue(other, new Credits(1)));
        SignedTransaction role = await registrarSender.SignAsync(ModuleIds.Registry, SetRoles.Type, new SetRoles(other, Role.Worker, Role.None));

        // The estimator would refuse it here: the node has to do so too.
        Blob unknownRole = new(Canonical.Encode(new SetRoles(other, (Role)(1u << 30), Role.None)));
        return
        [
            new("nothing", [], "encoding.truncated"),
            new("no transaction", [0xc1, 0xc1], "encoding.wrong_type"),
            new("cut short", bytes[..^1], "encoding.truncated"),
            new("a byte too many", [.. bytes, 0], "encoding.trailing_bytes"),
            new("huge length", [0x92, 0xdd, 0xff, 0xff, 0xff, 0xff], "encoding.wrong_length"),
            new("oversize payload", Signed(body with { Payload = new Blob(new byte[TransactionBody.MaxPayloadBytes + 1]) }), "encoding.too_long"),
            new("oversize junk", new byte[3 << 20], "ledger.oversize"),
            new("another chain", Signed(body with { Chain = new ChainId(final.Id.Value) }), "ledger.wrong_chain"),
            new("altered after signing", Altered(bytes), "ledger.bad_signature"),
            new("unknown module", Signed(body with { Module = new ModuleId(999) }), "ledger.unknown_module"),
            new("unknown message", Signed(body with { MessageType = 999 }), "ledger.unknown_message"),
            new("malformed message", Signed(body with { Payload = new Blob(new byte[] { 0xc1 }) }), "encoding.wrong_type"),
            new("the same bytes again", Canonical.Encode(final), "api.already_final", "ledger.nonce_used"),
            new("a used nonce", Signed(body with { Nonce = final.Body.Nonce }), "ledger.nonce_used"),
            new("a nonce far ahead", Signed(body with { Nonce = ulong.MaxValue }), "ledger.nonce_too_far"),
            new("expired", Signed(body with { ValidUntil = new Height(1) }), "ledger.expired"),
            new("valid for ever", Signed(body with { ValidUntil = new Height(ulong.MaxValue) }), "ledger.valid_until_too_far"),
            new("fee above the limit", Signed(body with { MaxFee = new Credits(1) }), "ledger.fee_too_high"),
            new("an account that nobody has", Stranger(body), "registry.unknown_account"),
            new("another's account", Canonical.Encode(SignedTransaction.Sign(body with { SignerKey = stranger.PublicKey }, stranger)), "registry.wrong_key"),
            new("unknown role", Canonical.Encode(SignedTransaction.Sign(role.Body with { Payload = unknownRole }, registrar)), "registry.unknown_role"),
            new("missing role", Canonical.Encode(issue), "registry.missing_role") { IsOnChain = true },
        ];
    }

    private byte[] Signed(TransactionBody body) => Canonical.Encode(SignedTransaction.Sign(body, key));

    private byte[] Stranger(TransactionBody body) => Canonical.Encode(
        SignedTransaction.Sign(body with { Sender = new AccountId(stranger.PublicKey.Value), SignerKey = stranger.PublicKey }, stranger));

    private static byte[] Altered(byte[] bytes)
    {
        byte[] altered = [.. bytes];
        altered[^1] ^= 1;
        return altered;
    }
}
