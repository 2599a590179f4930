using System.Globalization;
using DeAI.Chain.Network;

namespace DeAI.Chain.Node.Configuration;

/// <summary>How far back the state can be proven.</summary>
/// <param name="Heights">Null keeps every height.</param>
public sealed record StateRetention(ulong? Heights)
{
    /// <summary>Fewer would take the state away from under peers that sync from it, and from blocks that are being executed.</summary>
    public const ulong MinHeights = 64;

    /// <summary>What a validator keeps where nothing else is set.</summary>
    public const ulong DefaultHeights = 10_000;

    /// <summary>Every height.</summary>
    public static StateRetention Archive { get; } = new(Heights: null);

    /// <summary>The oldest height to keep, seen from a tip.</summary>
    public Height Oldest(Height tip) => new(Heights is { } heights && tip.Value > heights ? tip.Value - heights : 0);

    /// <param name="text">"auto", "archive" or a number of heights.</param>
    /// <returns>Null where it is none of these.</returns>
    public static StateRetention? Parse(string text, PeerRole role) => text switch
    {
        "auto" => role == PeerRole.Auditor ? Archive : new StateRetention(DefaultHeights),
        "archive" => Archive,
        _ => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong heights) && heights >= MinHeights
            ? new StateRetention(heights)
            : null,
    };
}
