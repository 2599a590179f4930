using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Federation.Messages;

/// <summary>A sponsor offers a task and locks its whole reward. The first round begins with the next block.</summary>
public sealed record ProposeTask(TaskTerms Terms) : ICanonical<ProposeTask>
{
    public const ushort Type = 1;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Write(Terms);
    }

    public static ProposeTask Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(1);
        return new ProposeTask(reader.Read<TaskTerms>());
    }
}
