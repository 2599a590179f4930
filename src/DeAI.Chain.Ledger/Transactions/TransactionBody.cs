using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Transactions;

/// <summary>What a sender signs: one message to one module, valid on one chain, once, and not for ever.</summary>
/// <param name="Sender">The account that acts and pays.</param>
/// <param name="SignerKey">The key that signed; it must be the account's current one when the block is executed.</param>
/// <param name="Nonce">Any unused number within the account's window (see the ledger's README).</param>
/// <param name="ValidUntil">The last height at which this may be included.</param>
/// <param name="MaxFee">Refused at admission if the metered fee is higher.</param>
/// <param name="Module">The module addressed.</param>
/// <param name="MessageType">The module's message.</param>
/// <param name="Payload">The message's canonical encoding.</param>
public sealed record TransactionBody(
    ChainId Chain,
    AccountId Sender,
    PublicKey SignerKey,
    ulong Nonce,
    Height ValidUntil,
    Credits MaxFee,
    ModuleId Module,
    ushort MessageType,
    Blob Payload) : ICanonical<TransactionBody>
{
    /// <summary>The largest message: an opening of training data (README, "Sizes").</summary>
    public const int MaxPayloadBytes = 2 * 1024 * 1024;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(9);
        writer.Write(Chain);
        writer.Write(Sender);
        writer.Write(SignerKey);
        writer.Write(Nonce);
        writer.Write(ValidUntil);
        writer.Write(MaxFee);
        writer.Write(Module);
        writer.Write(MessageType);
        writer.Write(Payload);
    }

    public static TransactionBody Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(9);
        return new TransactionBody(
            reader.ReadChainId(),
            reader.ReadAccountId(),
            reader.ReadPublicKey(),
            reader.ReadUInt64(),
            reader.ReadHeight(),
            reader.ReadCredits(),
            reader.ReadModuleId(),
            reader.ReadUInt16(),
            reader.ReadBlob(MaxPayloadBytes));
    }
}
