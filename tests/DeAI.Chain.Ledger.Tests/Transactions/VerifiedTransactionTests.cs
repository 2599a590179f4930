namespace DeAI.Chain.Ledger.Tests.Transactions;

public sealed class VerifiedTransactionTests
{
    private readonly TestChain _chain = new();

    [Fact]
    public void Verify_SignedTransaction_KeepsBytesAndId()
    {
        VerifiedTransaction transaction = _chain.Transfer(0, 1, 5);

        Assert.Equal(SignedTransaction.IdOf(transaction.Body), transaction.Id);
        Assert.Equal(transaction.Encoded.Length, transaction.Size);
        Assert.Equal(MerkleTree.LeafHash(transaction.Encoded.Span), transaction.LeafHash);
    }

    [Fact]
    public void Verify_AlteredAtEveryByte_IsRefused()
    {
        byte[] encoded = _chain.Transfer(0, 1, 5).Encoded.ToArray();

        Assert.All(
            TestBytes.AlteredAtEveryByte(encoded),
            altered => Assert.False(VerifiedTransaction.Verify(altered, _chain.Chain, TransactionLimits.Default).IsOk));
    }

    [Fact]
    public void Verify_EveryTruncation_IsRefused()
    {
        ReadOnlyMemory<byte> encoded = _chain.Transfer(0, 1, 5).Encoded.Memory;
        for (int length = 0; length < encoded.Length; length++)
        {
            Assert.Equal(
                EncodingErrors.Truncated,
                VerifiedTransaction.Verify(encoded[..length], _chain.Chain, TransactionLimits.Default).Refusal?.Code);
        }
    }

    [Fact]
    public void Verify_OtherChain_IsWrongChain()
    {
        VerifiedTransaction transaction = _chain.Transfer(0, 1, 5);
        ChainId other = new(Sha256.Hash("another"u8).Value);

        Assert.Equal(LedgerErrors.WrongChain, VerifiedTransaction.Verify(transaction.Encoded.Memory, other, TransactionLimits.Default).Refusal?.Code);
    }

    [Fact]
    public void Verify_SignedByAnotherKey_IsBadSignature()
    {
        TransactionBody body = _chain.Transfer(0, 1, 5).Body;
        Signature foreign = TestChain.AccountKeys[1].Sign(SignedTransaction.IdOf(body).ToArray());

        Assert.Equal(
            LedgerErrors.BadSignature,
            VerifiedTransaction.Verify(new SignedTransaction(body, foreign), _chain.Chain, TransactionLimits.Default).Refusal?.Code);
    }

    [Fact]
    public void Verify_OverTheLimit_IsOversize()
    {
        VerifiedTransaction transaction = _chain.Transfer(0, 1, 5);

        Assert.Equal(
            LedgerErrors.Oversize,
            VerifiedTransaction.Verify(transaction.Encoded.Memory, _chain.Chain, new TransactionLimits(transaction.Size - 1)).Refusal?.Code);
    }

    [Fact]
    public void Verify_TrailingByte_IsRefused()
    {
        byte[] longer = [.. _chain.Transfer(0, 1, 5).Encoded.ToArray(), 0];

        Assert.Equal(EncodingErrors.TrailingBytes, VerifiedTransaction.Verify(longer, _chain.Chain, TransactionLimits.Default).Refusal?.Code);
    }

    [Fact]
    public void HardMaxBytes_LargestPayload_IsEnough()
    {
        TransactionBody body = _chain.Transfer(0, 1, 5).Body with
        {
            Nonce = ulong.MaxValue,
            ValidUntil = new Height(ulong.MaxValue),
            MaxFee = new Credits(ulong.MaxValue),
            MessageType = ushort.MaxValue,
            Payload = new Blob(new byte[TransactionBody.MaxPayloadBytes]),
        };

        Assert.True(VerifiedTransaction.Verify(SignedTransaction.Sign(body, TestChain.AccountKeys[0]), _chain.Chain, TransactionLimits.Default).IsOk);
    }

    [Fact]
    public void Sign_WithAnotherKey_Throws() =>
        Assert.Throws<ArgumentException>(() => SignedTransaction.Sign(_chain.Transfer(0, 1, 5).Body, TestChain.AccountKeys[1]));
}
