namespace DeAI.Chain.Ledger.Tests;

internal static class TestBytes
{
    /// <summary>Every copy of the bytes with one of them changed, in two ways each.</summary>
    public static IEnumerable<byte[]> AlteredAtEveryByte(byte[] bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            foreach (byte change in new byte[] { 0x01, 0x80 })
            {
                byte[] altered = (byte[])bytes.Clone();
                altered[i] ^= change;
                yield return altered;
            }
        }
    }

    public static Blob OfNumber(int number, int length = 8)
    {
        byte[] bytes = new byte[length];
        BitConverter.TryWriteBytes(bytes, number);
        return new Blob(bytes);
    }
}
