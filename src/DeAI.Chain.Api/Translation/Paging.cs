namespace DeAI.Chain.Api.Translation;

/// <summary>Sizes of pages.</summary>
internal static class Paging
{
    public const int Standard = 100;
    public const int Most = 1000;

    /// <summary>Bytes of content after which a page ends: with the rest of the message it stays under the 4 MiB of a message.</summary>
    public const int Bytes = 2 * 1024 * 1024;

    /// <summary>Bytes of content after which a part of a stream ends: what one reader makes this side hold while it does not read.</summary>
    public const int StreamBytes = 64 * 1024;
}
