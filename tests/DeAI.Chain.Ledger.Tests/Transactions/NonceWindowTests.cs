namespace DeAI.Chain.Ledger.Tests.Transactions;

public sealed class NonceWindowTests
{
    [Fact]
    public void Check_RandomSequence_AgreesWithTheModel()
    {
        for (int seed = 0; seed < 12; seed++)
        {
            Random random = new(seed);
            NonceWindow window = NonceWindow.Empty;
            SortedSet<ulong> used = [];
            ulong highest = 0;
            for (int i = 0; i < 800; i++)
            {
                ulong reach = random.Next(10) switch { 0 => 1100UL, 1 => 300UL, _ => 4UL };
                ulong nonce = (ulong)Math.Max(0, (long)highest + random.NextInt64(-(long)reach, (long)reach + 1));
                bool expected = nonce > 0 && !used.Contains(nonce) && nonce + NonceWindow.Size > highest && nonce <= highest + NonceWindow.Size;

                Assert.Equal(expected, window.Check(nonce).IsOk);
                if (expected)
                {
                    window = window.Use(nonce);
                    used.Add(nonce);
                    highest = Math.Max(highest, nonce);
                }

                Assert.Equal(highest, window.Highest);
                Assert.Equal(window, Canonical.Decode<NonceWindow>(Canonical.Encode(window)).Value);
            }
        }
    }

    [Fact]
    public void Use_InOrder_KeepsNoBitmap()
    {
        NonceWindow window = NonceWindow.Empty;
        for (ulong nonce = 1; nonce <= 5000; nonce++)
        {
            window = window.Use(nonce);
        }

        Assert.True(window.Used.IsEmpty);
        Assert.Equal(5000UL, window.Floor);
        Assert.Equal(5001UL, window.Next);
    }

    [Theory]
    [InlineData(0UL, "ledger.nonce_used")]
    [InlineData(5UL, "ledger.nonce_used")]
    [InlineData(9UL, "ledger.nonce_used")]
    [InlineData(8UL, null)]
    [InlineData(9UL + 1024, null)]
    [InlineData(9UL + 1025, "ledger.nonce_too_far")]
    [InlineData(ulong.MaxValue, "ledger.nonce_too_far")]
    public void Check_AfterFiveAndNine_NamesTheReason(ulong nonce, string? code)
    {
        NonceWindow window = NonceWindow.Empty.Use(1).Use(2).Use(3).Use(4).Use(5).Use(9);

        Assert.Equal(code, window.Check(nonce).Refusal?.Code.Value);
    }

    [Fact]
    public void Use_RefusedNonce_Throws() => Assert.Throws<InvalidOperationException>(() => NonceWindow.Empty.Use(0));

    [Theory]
    [InlineData("9205c40101")]
    [InlineData("9205c4020200")]
    [InlineData("92cfffffffffffffffffc400")]
    public void Decode_SecondFormOfAWindow_IsRefused(string hex) =>
        Assert.Equal(LedgerErrors.BadNonceWindow, Canonical.Decode<NonceWindow>(Convert.FromHexString(hex)).Refusal?.Code);
}
