using System.Buffers.Binary;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Fuzzing.Tests;

/// <summary>Protobuf messages with their fields filled by chance, each in a gRPC frame.</summary>
internal static class ProtobufSeeds
{
    private const int Count = 6;
    private const int MaxDepth = 4;

    public static IReadOnlyList<byte[]> Of<T>(MessageDescriptor descriptor)
        where T : class, IMessage<T>, new()
    {
        Random random = new(descriptor.FullName.Sum(static c => c));
        return [.. Enumerable.Range(0, Count).Select(i => Framed(i == 0 ? new T() : Fill(new T(), random, 0)))];
    }

    /// <summary>Any message, filled.</summary>
    public static IMessage Fill(IMessage message, Random random, int depth)
    {
        foreach (FieldDescriptor field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.IsMap || random.Next(4) == 0)
            {
                continue;
            }

            if (field.IsRepeated)
            {
                System.Collections.IList list = (System.Collections.IList)field.Accessor.GetValue(message);
                for (int i = random.Next(3); i > 0; i--)
                {
                    if (Value(field, random, depth) is { } item)
                    {
                        list.Add(item);
                    }
                }
            }
            else if (Value(field, random, depth) is { } value)
            {
                field.Accessor.SetValue(message, value);
            }
        }

        return message;
    }

    private static object? Value(FieldDescriptor field, Random random, int depth) => field.FieldType switch
    {
        FieldType.Bool => true,
        FieldType.String => new string('a', random.Next(12)),
        FieldType.Bytes => ByteString.CopyFrom(new byte[random.Next(3) == 0 ? random.Next(40) : 32]),
        FieldType.UInt64 or FieldType.Fixed64 => (ulong)random.NextInt64(),
        FieldType.UInt32 or FieldType.Fixed32 => (uint)random.Next(2000),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => random.NextInt64() * (random.Next(2) == 0 ? -1 : 1),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => random.Next() * (random.Next(2) == 0 ? -1 : 1),
        FieldType.Double => random.NextDouble(),
        FieldType.Float => (float)random.NextDouble(),
        FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, random.Next(6)),
        FieldType.Message => depth >= MaxDepth ? null : Fill(field.MessageType.Parser.ParseFrom(ByteString.Empty), random, depth + 1),
        _ => null,
    };

    private static byte[] Framed(IMessage message)
    {
        byte[] body = message.ToByteArray();
        byte[] frame = new byte[5 + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)body.Length);
        body.CopyTo(frame, 5);
        return frame;
    }
}
