using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Federation.Contracts;

/// <summary>Reads stored reasons so that "none" is <c>default</c> again: records compare by value.</summary>
internal static class ReasonText
{
    public static ReasonCode Read(string text) => text.Length == 0 ? default : new ReasonCode(text);
}
