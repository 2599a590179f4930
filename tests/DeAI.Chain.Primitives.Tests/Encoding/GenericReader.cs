using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Primitives.Tests;

/// <summary>Reads whatever value comes next by the reader's own methods, chosen by the first byte, and writes it again.</summary>
internal static class GenericReader
{
    public static Result<byte[]> Reencode(ReadOnlySpan<byte> bytes)
    {
        CanonicalReader reader = new(bytes);
        CanonicalWriter writer = new();
        Copy(ref reader, writer, bytes, 0);
        Result end = reader.End();
        return end.Refusal is { } refusal ? Result.Refuse<byte[]>(refusal) : Result.Of(writer.ToArray());
    }

    private static void Copy(ref CanonicalReader reader, CanonicalWriter writer, ReadOnlySpan<byte> bytes, int depth)
    {
        byte code = reader.Remaining > 0 ? bytes[reader.Position] : (byte)0;
        switch (code)
        {
            case 0xc0:
                Assert.True(reader.TryReadNil());
                writer.WriteNil();
                break;
            case 0xc2 or 0xc3:
                writer.Write(reader.ReadBoolean());
                break;
            case 0xc4 or 0xc5 or 0xc6:
                writer.WriteBinary(reader.ReadBinary(1 << 20));
                break;
            case (>= 0xa0 and <= 0xbf) or 0xd9 or 0xda or 0xdb:
                writer.Write(reader.ReadString(1 << 20));
                break;
            case (>= 0x90 and <= 0x9f) or 0xdc or 0xdd:
                int count = reader.ReadArrayHeaderUpTo(1 << 20);
                writer.WriteArrayHeader(count);
                for (int i = 0; i < count && reader.Failure is null && depth < 40; i++)
                {
                    Copy(ref reader, writer, bytes, depth + 1);
                }

                break;
            case 0xcf:
                writer.Write(reader.ReadUInt64());
                break;
            default:
                writer.Write(reader.ReadInt64());
                break;
        }
    }
}
