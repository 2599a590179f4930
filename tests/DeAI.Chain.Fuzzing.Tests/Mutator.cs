using System.Text;

namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>Damages valid inputs of a decoder. The same random numbers give the same input.</summary>
internal sealed class Mutator(Decoder decoder, Random random)
{
    private const int LongEvery = 400;

    private static readonly byte[] Codes =
    [
        0x00, 0x01, 0x7f, 0x80, 0x8f, 0x90, 0x91, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xca, 0xcb, 0xcc, 0xcd, 0xce,
        0xcf, 0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd9, 0xda, 0xdb, 0xdc, 0xdd, 0xde, 0xdf, 0xe0, 0xff,
    ];

    private static readonly byte[][] Values =
    [
        [0xc0], [0x90], [0xa0], [0xc4, 0], [0x00], [0xc2], [0xc3], [0xff], [0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        [0xd3, 0x80, 0, 0, 0, 0, 0, 0, 0], [0xce, 0xff, 0xff, 0xff, 0xff], [0xd2, 0x80, 0, 0, 0], [0xdd, 0xff, 0xff, 0xff, 0xff],
        [0xc6, 0x7f, 0xff, 0xff, 0xff], [0xdb, 0xff, 0xff, 0xff, 0xff], [0xdc, 0xff, 0xff], [0xa1, 0xff], [0xa3, 0xed, 0xa0, 0x80], [0xc1],
    ];

    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "null", "{", "}", "[", "]", "\"", ",", ":", "{}", "[]", "\"\"", "\\", "\\ud800", "\\u0000", "-1", "0", "-0", "1e999", "1.5", "18446744073709551616",
            "99999999999999999999999999", "true", "//", "/*", "\r\n", "\n", "\uFEFF", "\0", " ", "%", "%zz", "=", ".", "..", "ffffffff", "é", "�", "'", ";", "2001-13-45",
            "\"version\":1,", "\"a\":{\"b\":[", "NaN",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private readonly PackTree?[] _trees = [.. decoder.Seeds.Select(seed => decoder.IsText ? null : PackTree.Of(seed))];

    public byte[] Next()
    {
        int index = random.Next(decoder.Seeds.Count);
        byte[] input = decoder.Seeds[index];
        if (_trees[index] is { Nodes.Count: > 0 } tree && random.Next(2) == 0)
        {
            input = Structural(tree);
        }

        for (int rounds = input == decoder.Seeds[index] ? random.Next(1, 4) : random.Next(2); rounds > 0; rounds--)
        {
            input = Plain(input);
        }

        return input.Length <= decoder.MaxLength ? input : input[..decoder.MaxLength];
    }

    private byte[] Plain(byte[] input) => random.Next(decoder.IsText ? 12 : 10) switch
    {
        0 or 1 => Flipped(input),
        2 => Overwritten(input),
        3 => input[..random.Next(input.Length + 1)],
        4 => [.. input, .. Noise(random.Next(1, 9))],
        5 => Spliced(input),
        6 => random.Next(4) == 0 ? Noise(random.Next(200)) : Flipped(input),
        7 => WithoutSlice(input),
        8 => Inserted(input, Noise(random.Next(1, 5))),
        9 => Repeated(input),
        _ => Inserted(input, Words[random.Next(Words.Length)]),
    };

    private byte[] Structural(PackTree tree)
    {
        PackTree.Node node = tree.Nodes[random.Next(tree.Nodes.Count)];
        ReadOnlySpan<byte> whole = tree.Bytes.AsSpan(node.Start, node.End - node.Start);
        return random.Next(8) switch
        {
            0 => Replace(tree, node, Values[random.Next(Values.Length)]),
            1 => Replace(tree, node, [.. PackTree.Head(node.Kind, uint.MaxValue >> random.Next(32), 4), .. whole[node.Head..]]),
            2 => Replace(tree, node, Longer(node, whole)),
            3 => Replace(tree, node, Deep(whole)),
            4 => Replace(tree, node, OfAnother()),
            5 => WithItems(tree, node, whole, more: true),
            6 => WithItems(tree, node, whole, more: false),
            _ => Resized(tree, node),
        };
    }

    /// <summary>The same value in a longer form than it needs.</summary>
    private byte[] Longer(PackTree.Node node, ReadOnlySpan<byte> whole)
    {
        if (node.Kind != NodeKind.Scalar)
        {
            return [.. PackTree.Head(node.Kind, node.Count, random.Next(2) == 0 ? 2 : 4), .. whole[node.Head..]];
        }

        return whole[0] switch
        {
            <= 0x7f => random.Next(2) == 0 ? [0xcc, whole[0]] : [0xd0, whole[0]],
            >= 0xe0 => [0xd0, whole[0]],
            0xcc => [0xcd, 0, whole[1]],
            0xcd => [0xce, 0, 0, .. whole[1..]],
            0xce => [0xcf, 0, 0, 0, 0, .. whole[1..]],
            _ => [0xcb, 0, 0, 0, 0, 0, 0, 0, 0],
        };
    }

    private byte[] Deep(ReadOnlySpan<byte> whole)
    {
        byte[] heads = new byte[random.Next(20) == 0 ? 20_000 : random.Next(1, 60)];
        Array.Fill(heads, (byte)random.Next(0x91, 0x93));
        return [.. heads, .. whole];
    }

    private byte[] OfAnother()
    {
        PackTree? other = _trees[random.Next(_trees.Length)];
        if (other is null or { Nodes.Count: 0 })
        {
            return Values[0];
        }

        PackTree.Node node = other.Nodes[random.Next(other.Nodes.Count)];
        return other.Bytes[node.Start..node.End];
    }

    /// <summary>An array with its last item many times, or without it: what lists cost, and where they end.</summary>
    private byte[] WithItems(PackTree tree, PackTree.Node node, ReadOnlySpan<byte> whole, bool more)
    {
        if (node.Kind != NodeKind.Array)
        {
            return Replace(tree, node, OfAnother());
        }

        ReadOnlySpan<byte> items = whole[node.Head..];
        if (!more)
        {
            return Replace(tree, node, [.. PackTree.Head(NodeKind.Array, node.Count == 0 ? 1 : node.Count - 1, 0), .. items]);
        }

        byte[] item = random.Next(3) switch
        {
            0 => Values[random.Next(8)],
            1 => OfAnother(),
            _ => ItemOf(tree, node),
        };
        bool isLong = random.Next(LongEvery) == 0;
        int room = isLong ? decoder.MaxLength - tree.Bytes.Length : Math.Min(600, decoder.MaxLength - tree.Bytes.Length);
        int copies = Math.Max(1, isLong ? room / item.Length : random.Next(1, Math.Max(2, room / item.Length)));
        byte[] added = new byte[item.Length * copies];
        for (int i = 0; i < copies; i++)
        {
            item.CopyTo(added, i * item.Length);
        }

        return Replace(tree, node, [.. PackTree.Head(NodeKind.Array, node.Count + (uint)copies, 0), .. items, .. added]);
    }

    private byte[] ItemOf(PackTree tree, PackTree.Node node)
    {
        foreach (PackTree.Node inner in tree.Nodes)
        {
            if (inner.Start == node.Start + node.Head && inner.End <= node.End && node.Count > 0)
            {
                return tree.Bytes[inner.Start..inner.End];
            }
        }

        return Values[random.Next(8)];
    }

    /// <summary>A string of another length, with the head that belongs to it.</summary>
    private byte[] Resized(PackTree tree, PackTree.Node node)
    {
        if (node.Kind is not (NodeKind.Text or NodeKind.Binary))
        {
            return Replace(tree, node, Values[random.Next(Values.Length)]);
        }

        int length = random.Next(4) switch
        {
            0 => 0,
            1 => (int)node.Count + random.Next(1, 4),
            2 => Math.Max(0, (int)node.Count - 1),
            _ => random.Next(random.Next(50) == 0 ? Math.Max(1, decoder.MaxLength - tree.Bytes.Length) : 400),
        };
        byte[] content = node.Kind == NodeKind.Binary ? Noise(length) : [.. Enumerable.Repeat((byte)'a', length)];
        return Replace(tree, node, [.. PackTree.Head(node.Kind, (uint)length, 0), .. content]);
    }

    private static byte[] Replace(PackTree tree, PackTree.Node node, ReadOnlySpan<byte> by) =>
        [.. tree.Bytes.AsSpan(0, node.Start), .. by, .. tree.Bytes.AsSpan(node.End)];

    private byte[] Flipped(byte[] input)
    {
        byte[] bytes = [.. input];
        for (int i = random.Next(1, 4); i > 0 && bytes.Length > 0; i--)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        }

        return bytes;
    }

    private byte[] Overwritten(byte[] input)
    {
        byte[] bytes = [.. input];
        if (bytes.Length > 0)
        {
            bytes[random.Next(bytes.Length)] = decoder.IsText ? (byte)random.Next(32, 127) : Codes[random.Next(Codes.Length)];
        }

        return bytes;
    }

    private byte[] Spliced(byte[] input)
    {
        byte[] other = decoder.Seeds[random.Next(decoder.Seeds.Count)];
        return [.. input.AsSpan(0, random.Next(input.Length + 1)), .. other.AsSpan(random.Next(other.Length + 1))];
    }

    private byte[] WithoutSlice(byte[] input)
    {
        int start = random.Next(input.Length + 1);
        int end = Math.Min(input.Length, start + random.Next(1, 12));
        return [.. input.AsSpan(0, start), .. input.AsSpan(end)];
    }

    private byte[] Inserted(byte[] input, byte[] what)
    {
        int place = random.Next(input.Length + 1);
        return [.. input.AsSpan(0, place), .. what, .. input.AsSpan(place)];
    }

    private byte[] Repeated(byte[] input)
    {
        int start = random.Next(input.Length + 1);
        int length = Math.Min(input.Length - start, random.Next(1, 40));
        int most = random.Next(LongEvery) == 0 ? Math.Max(2, (decoder.MaxLength - input.Length) / Math.Max(1, length)) : 8;
        ReadOnlySpan<byte> slice = input.AsSpan(start, length);
        byte[] run = new byte[length * random.Next(1, most)];
        for (int i = 0; length > 0 && i < run.Length; i += length)
        {
            slice.CopyTo(run.AsSpan(i));
        }

        return Inserted(input, run);
    }

    private byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
