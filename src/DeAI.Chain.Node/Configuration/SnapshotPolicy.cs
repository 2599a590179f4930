using System.Globalization;
using DeAI.Chain.Network;

namespace DeAI.Chain.Node.Configuration;

/// <summary>When a node that is behind fetches the state instead of replaying the blocks. An auditor replays: that is what it is for.</summary>
internal static class SnapshotPolicy
{
    public const ulong MinHeights = 100;
    private const ulong ValidatorHeights = 5_000;

    /// <param name="text">"auto", "never" or a number of heights.</param>
    /// <param name="behind">How many heights; null for never.</param>
    /// <returns>False where it is none of these.</returns>
    public static bool TryParse(string text, PeerRole role, out ulong? behind)
    {
        behind = text switch
        {
            "auto" => role == PeerRole.Auditor ? null : ValidatorHeights,
            "never" => null,
            _ => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong heights) && heights >= MinHeights ? heights : 0,
        };
        return behind != 0;
    }
}
