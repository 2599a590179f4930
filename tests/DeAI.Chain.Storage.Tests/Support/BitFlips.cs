using System.Globalization;

namespace DeAI.Chain.Storage.Tests.Support;

/// <summary>How often bits are flipped, and what came of it.</summary>
internal sealed class BitFlips(string what)
{
    /// <summary>In all tests together: the quick column of the test plan, or DEAI_BIT_FLIPS by hand.</summary>
    public static int Total { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("DEAI_BIT_FLIPS"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 200;

    public int Found { get; set; }

    /// <summary>The copy beside it was taken: nothing is lost.</summary>
    public int Healed { get; set; }

    public int Unused { get; set; }

    /// <summary>The newest commit is missing as a whole, as after power loss: what the vote log's marker is there to notice.</summary>
    public int Shortened { get; set; }

    public static void FlipOne(byte[] bytes, Random random)
    {
        int bit = random.Next(bytes.Length * 8);
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
    }

    public void Print() => Console.WriteLine(
        $"{what}: {Found + Healed + Unused + Shortened} flips, {Found} found, {Healed} healed from the twin, {Unused} in bytes that nothing uses, {Shortened} cut the newest commit");
}
