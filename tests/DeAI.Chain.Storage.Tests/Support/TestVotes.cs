using System.Globalization;
using DeAI.Chain.Primitives;
using DeAI.Chain.Storage.Votes;

namespace DeAI.Chain.Storage.Tests.Support;

internal static class TestVotes
{
    public static VoteLogIdentity Identity { get; } = new(new ChainId(Filled(1)), new PublicKey(Filled(2)));

    /// <summary>Different for each number, of lengths that put frames at all offsets within a sector.</summary>
    public static Blob Record(int number)
    {
        Random random = new(number);
        byte[] bytes = new byte[40 + random.Next(160)];
        random.NextBytes(bytes);
        System.Text.Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)).CopyTo(bytes, 0);
        return new Blob(bytes);
    }

    public static VoteLog OpenLog(string path) => Assert.IsType<VoteLogOpened>(VoteLog.Open(path, Identity)).Log;

    public static byte[] Filled(byte value)
    {
        byte[] bytes = new byte[32];
        Array.Fill(bytes, value);
        return bytes;
    }
}
