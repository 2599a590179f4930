using System.Text;

namespace DeAI.Chain.Primitives.Encoding;

/// <summary>UTF-8 without byte order mark, without replacement characters: bad text is an error, never something else.</summary>
internal static class StrictUtf8
{
    public static UTF8Encoding Encoding { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
