namespace DeAI.Chain.Api.Translation;

/// <summary>Sizes of pages.</summary>
internal static class Paging
{
    public const int Standard = 100;
    public const int Most = 1000;

    /// <summary>Bytes of content after which a page ends: with the rest of the message it stays under the 4 MiB of a message.</summary>
    public const int Bytes = 2 * 1024 * 1024;
}
