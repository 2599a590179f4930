namespace DeAI.Chain.Ledger.Tests.Blocks;

public sealed class BlockTests
{
    private readonly TestChain _chain = new();

    [Fact]
    public void Decode_EncodedBlock_IsTheSame()
    {
        Block block = _chain.Add(_chain.Transfer(0, 1, 5)).ToBlock();
        byte[] encoded = Canonical.Encode(block);

        Assert.Equal(block, Canonical.Decode<Block>(encoded).Value);
        for (int length = 0; length < encoded.Length; length++)
        {
            Assert.False(Canonical.Decode<Block>(encoded.AsSpan(0, length)).IsOk);
        }
    }

    [Fact]
    public void Decode_OverEightMebibytes_IsTooLarge()
    {
        Blob megabytes = new(new byte[1_700_000]);
        Block block = new(_chain.Genesis.Header, [megabytes, megabytes, megabytes, megabytes, megabytes]);

        Assert.Equal(BlockErrors.TooLarge, Canonical.Decode<Block>(Canonical.Encode(block)).Refusal?.Code);
    }

    [Fact]
    public void MaxBytes_GreatestBlockByParameters_FitsTheHardLimit()
    {
        ulong bytes = LedgerParameters.MaxBlockBytes.Max + (LedgerParameters.MaxBlockTransactions.Max * 5) + BlockHeader.MaxBytes + 16;

        Assert.True(bytes <= Block.MaxBytes);
    }

    [Fact]
    public void Digest_AnyByteOfTheHeader_ChangesIt()
    {
        byte[] encoded = Canonical.Encode(_chain.Add().Header);
        SortedSet<Hash256> digests = [_chain.Head.Digest];
        Assert.True(encoded.Length <= BlockHeader.MaxBytes);
        foreach (byte[] altered in TestBytes.AlteredAtEveryByte(encoded))
        {
            Result<BlockHeader> decoded = Canonical.Decode<BlockHeader>(altered);
            Assert.True(!decoded.IsOk || digests.Add(decoded.Value.Digest));
        }
    }

    [Fact]
    public void Encodings_OfFixedValues_StayAsTheyAre()
    {
        VerifiedTransaction transaction = _chain.Transfer(0, 1, 5);
        ExecutedBlock block = _chain.Add(transaction);

        Assert.Equal("f3415d5ed67979dc16ba6024d0f7386a8eb8e4a72d5f103f197235db8917a387", _chain.Chain.ToString());
        Assert.Equal("68ccfcd312e9792388cf48fcd8aa04879a0f061c998d1ff1b6e705713cef9f06", Sha256.Hash(_chain.Document.CanonicalBytes.Span).ToString());
        Assert.Equal("14a73b6ad496b6f270610e86a2bec58780ba50c21bf486a6cdc57725d1b788f3", _chain.Genesis.Digest.ToString());
        Assert.Equal(
            "9299c420f3415d5ed67979dc16ba6024d0f7386a8eb8e4a72d5f103f197235db8917a387c420c42af6afd6a77f1ddad498b5" +
            "f518d945fdea0538d35233f16fb507b363e72a4dc420c42af6afd6a77f1ddad498b5f518d945fdea0538d35233f16fb507b3" +
            "63e72a4d0164ce000f42400701c42492c420b25e7fa14cfb6dabec524008b4045070323dcad5d210df8bb59ba14c44663cba" +
            "05c4404fb697fea1750bd96b91ef02714c9a6d2ad0f86cf89dbdaa15f2946b6435792ef0234f93702d42d5ed57a806ea534e" +
            "1e90fe5be4a8ce25e0465bcd8229271106", Convert.ToHexStringLower(transaction.Encoded.Span));
        Assert.Equal("dfc1b85159fae3111d1668ee8232acf4de156324e274436da5c9b50d88e956b7", transaction.Id.ToString());
        Assert.Equal(
            "9fc420f3415d5ed67979dc16ba6024d0f7386a8eb8e4a72d5f103f197235db8917a387000101c42014a73b6ad496b6f27061" +
            "0e86a2bec58780ba50c21bf486a6cdc57725d1b788f3cd03e9c4207ce40d8ea36690fdcb5aff40c347460dbd4c7e616b3dc0" +
            "af212115288f2df078c4207b1879bcdfc493797d7746f168a762c612e43fbe60938e030f04eda129fe1237c420b498d2fdde" +
            "51edbd6385e19ae5f630b6ed749a60e7aa95b400bee66dbfbbd88ec4201620681b5e395494bfd3414af322960f525f97e64d" +
            "72b2c62218c4f905a15ae1c420e37af1a71904ef1fa766660710fb549f5886bc7b11eb5d844ee27b7835450c7fc420e37af1" +
            "a71904ef1fa766660710fb549f5886bc7b11eb5d844ee27b7835450c7fc420ce155239da4ea77c7a87bee3abb7a9c48d51ca" +
            "67105f98dc6f38f6d7128fae88c420cecc1507dc1ddd7295951c290888f095adb9044d1b73d696e6df065d683bd4fcc45070" +
            "6fc2a4140bd4e50b664cb95a6cc833a21138446b80f3fbecd579a3f9d814d830bd44bfa5ae58c82a399b5900238c28811007" +
            "c9513f125f41fc19f8b25afd7bad56b7ad3b9613033e35227b30745b0c", Convert.ToHexStringLower(Canonical.Encode(block.Header)));
        Assert.Equal("ff0a9a20c188bd4bacc7eb0730df5163994cf5f6d80b418b0280f13b39e7ac64", block.Digest.ToString());
        Assert.Equal(
            "95c420dfc1b85159fae3111d1668ee8232acf4de156324e274436da5c9b50d88e956b701a0cd01659192af746f792e747261" +
            "6e736665727265649192a6616d6f756e74a135", Convert.ToHexStringLower(Canonical.Encode(block.Receipts[0])));
        Assert.Equal("ed289cfcddf3c885dabb534f40aad3d2e7261cc417de0b9639dc2e7241f65d1f", Sha256.Hash(Canonical.Encode(StateTree.Prove(_chain.Head.Nodes, 1, ParameterStore.KeyOf(ToyModule.Limit)).Value)).ToString());
    }
}
