using System.Buffers.Binary;

namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>Where the values of a canonical encoding begin and end, so that mutations can hit structure instead of noise.</summary>
internal sealed class PackTree
{
    private PackTree(byte[] bytes, List<Node> nodes)
    {
        Bytes = bytes;
        Nodes = nodes;
    }

    public byte[] Bytes { get; }

    /// <summary>In order of their first byte: a node's children follow it.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <returns>Null where the bytes are no values one after another.</returns>
    public static PackTree? Of(byte[] bytes)
    {
        List<Node> nodes = [];
        int position = 0;
        while (position < bytes.Length)
        {
            if (!Add(bytes, ref position, nodes, depth: 0))
            {
                return null;
            }
        }

        return new PackTree(bytes, nodes);
    }

    /// <summary>The head of an array or string of so many items or bytes, in the form of <paramref name="width"/> bytes of length, shortest for 0.</summary>
    public static byte[] Head(NodeKind kind, uint count, int width)
    {
        (int tiny, int tinyMax, byte first) = kind switch
        {
            NodeKind.Array => (0x90, 15, (byte)0xdb),
            NodeKind.Text => (0xa0, 31, (byte)0xd8),
            _ => (0, -1, (byte)0xc3),
        };
        int least = count <= tinyMax ? 0 : count <= byte.MaxValue && kind != NodeKind.Array ? 1 : count <= ushort.MaxValue ? 2 : 4;
        int chosen = width == 0 ? least : width;
        return chosen switch
        {
            0 => [(byte)(tiny | (int)count)],
            1 => [(byte)(first + 1), (byte)count],
            2 => [(byte)(first + (kind == NodeKind.Array ? 1 : 2)), (byte)(count >> 8), (byte)count],
            _ => [(byte)(first + (kind == NodeKind.Array ? 2 : 3)), (byte)(count >> 24), (byte)(count >> 16), (byte)(count >> 8), (byte)count],
        };
    }

    private static bool Add(byte[] bytes, ref int position, List<Node> nodes, int depth)
    {
        int start = position;
        if (depth > 40 || !TryHead(bytes.AsSpan(start), out NodeKind kind, out int head, out uint count))
        {
            return false;
        }

        int index = nodes.Count;
        nodes.Add(default);
        position = start + head;
        if (kind == NodeKind.Array)
        {
            for (uint i = 0; i < count; i++)
            {
                if (!Add(bytes, ref position, nodes, depth + 1))
                {
                    return false;
                }
            }
        }
        else
        {
            if (count > (uint)(bytes.Length - position))
            {
                return false;
            }

            position += (int)count;
        }

        nodes[index] = new Node(kind, start, head, position, count);
        return true;
    }

    private static bool TryHead(ReadOnlySpan<byte> bytes, out NodeKind kind, out int head, out uint count)
    {
        kind = NodeKind.Scalar;
        head = 1;
        count = 0;
        if (bytes.IsEmpty)
        {
            return false;
        }

        byte code = bytes[0];
        (kind, head) = code switch
        {
            >= 0x90 and <= 0x9f => (NodeKind.Array, 1),
            >= 0xa0 and <= 0xbf => (NodeKind.Text, 1),
            0xc4 => (NodeKind.Binary, 2),
            0xc5 => (NodeKind.Binary, 3),
            0xc6 => (NodeKind.Binary, 5),
            0xd9 => (NodeKind.Text, 2),
            0xda => (NodeKind.Text, 3),
            0xdb => (NodeKind.Text, 5),
            0xdc => (NodeKind.Array, 3),
            0xdd => (NodeKind.Array, 5),
            0xcc or 0xd0 => (NodeKind.Scalar, 2),
            0xcd or 0xd1 => (NodeKind.Scalar, 3),
            0xce or 0xd2 => (NodeKind.Scalar, 5),
            0xcf or 0xd3 => (NodeKind.Scalar, 9),
            _ => (NodeKind.Scalar, 1),
        };
        if (bytes.Length < head)
        {
            return false;
        }

        count = kind == NodeKind.Scalar ? 0 : head switch
        {
            1 => (uint)(code & (kind == NodeKind.Array ? 0x0f : 0x1f)),
            2 => bytes[1],
            3 => BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]),
            _ => BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]),
        };
        return true;
    }

    /// <param name="Head">Length of the type and length bytes.</param>
    /// <param name="Count">Items of an array, bytes of a string.</param>
    internal readonly record struct Node(NodeKind Kind, int Start, int Head, int End, uint Count);
}
