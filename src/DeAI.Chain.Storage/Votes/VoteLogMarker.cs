using System.Globalization;
using System.Text;
using DeAI.Chain.Primitives;
using DeAI.Chain.Storage.Checksums;
using DeAI.Chain.Storage.Files;

namespace DeAI.Chain.Storage.Votes;

/// <summary>
/// What is known of a vote log outside the home: beside the key, so that a home that was restored, copied or made anew does not bring it along.
/// A backup of the log is older than its marker, or another file; then the key has to stay silent until the network has passed its votes.
/// </summary>
/// <param name="Identity">Chain and key.</param>
/// <param name="Generation">Of the log when the marker was written; the log's own may be one higher after a crash, never lower.</param>
/// <param name="Records">How many records the log had when it was closed; null while it is open, and after a crash.</param>
/// <param name="File">Names the file itself (inode and birth time); empty where the system has no such name. A copy has another one.</param>
/// <param name="Quarantined">The key was silent and had not yet become safe.</param>
/// <param name="FloorEpoch">Epoch of the highest finalized view up to which records were dropped.</param>
/// <param name="FloorView">That view. A database that ends below it has lost commits.</param>
public sealed record VoteLogMarker(
    VoteLogIdentity Identity, ulong Generation, int? Records, string File, bool Quarantined, Epoch FloorEpoch, View FloorView)
{
    private const string Title = "deai vote log marker 1";
    private const int MaxBytes = 1024;

    /// <summary>The marker, or why it cannot be believed; both null where there is none.</summary>
    /// <exception cref="StorageException">The disk failed.</exception>
    public static VoteLogMarker? Read(string path, out string? problem)
    {
        problem = null;
        try
        {
            if (!System.IO.File.Exists(path))
            {
                return null;
            }

            string text = new FileInfo(path).Length <= MaxBytes ? System.IO.File.ReadAllText(path, Encoding.ASCII) : string.Empty;
            VoteLogMarker? marker = Parse(text);
            problem = marker is null ? $"the vote marker {path} is damaged" : null;
            return marker;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw IoFailure.From(exception, $"cannot read {path}");
        }
    }

    /// <summary>Durable when it returns.</summary>
    /// <exception cref="StorageException">It could not be written: sign nothing on a log whose marker is behind by more than a rewrite.</exception>
    public void Write(string path) => AtomicFile.Write(path, Encoding.ASCII.GetBytes(Format()));

    /// <summary>Whether a log that was just opened is the one that this marker was written for, or why not.</summary>
    /// <param name="report">As opening found the log.</param>
    /// <param name="records">What it held.</param>
    /// <returns>Null if it is.</returns>
    public string? Contradicts(VoteLogReport report, int records)
    {
        if (report.Created)
        {
            return "the vote log is missing and this key has voted before";
        }

        if (report.Generation < Generation)
        {
            return $"the vote log is older (generation {report.Generation}) than the votes of this key (generation {Generation})";
        }

        if (report.Generation > Generation + 1)
        {
            return $"the vote log (generation {report.Generation}) was written without its marker (generation {Generation})";
        }

        if (report.Generation == Generation + 1)
        {
            // A crash between a rewrite of the log and its marker.
            return null;
        }

        if (report.File != File)
        {
            return "the vote log is a copy, and may lack votes that were cast after it was made";
        }

        return Records is { } expected && expected != records ? $"the vote log has {records} records and was closed with {expected}" : null;
    }

    private static VoteLogMarker? Parse(string text)
    {
        string[] lines = text.Split('\n');
        if (lines.Length != 11 || lines[0] != Title || lines[10].Length != 0 || lines[9] != Checksum(lines[..9]))
        {
            return null;
        }

        bool sound = ChainId.TryParse(Value(lines[1], "chain"), out ChainId chain)
            & PublicKey.TryParse(Value(lines[2], "key"), out PublicKey key)
            & ulong.TryParse(Value(lines[3], "generation"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong generation)
            & ulong.TryParse(Value(lines[7], "floor_epoch"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong epoch)
            & ulong.TryParse(Value(lines[8], "floor_view"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong view);
        string records = Value(lines[4], "records") ?? string.Empty;
        int count = 0;
        sound &= records == "open" || int.TryParse(records, NumberStyles.None, CultureInfo.InvariantCulture, out count);
        string? file = Value(lines[5], "file");
        string? quarantined = Value(lines[6], "quarantined");
        return sound && file is not null && quarantined is "yes" or "no"
            ? new VoteLogMarker(
                new VoteLogIdentity(chain, key), generation, records == "open" ? null : count, file!, quarantined == "yes", new Epoch(epoch), new View(view))
            : null;
    }

    private static string? Value(string line, string name) => line.StartsWith(name + " ", StringComparison.Ordinal) ? line[(name.Length + 1)..] : null;

    private static string Checksum(IEnumerable<string> lines) =>
        "crc " + Crc32C.Compute(Encoding.ASCII.GetBytes(string.Join('\n', lines))).ToString("x8", CultureInfo.InvariantCulture);

    private string Format()
    {
        string[] lines =
        [
            Title,
            $"chain {Identity.Chain}",
            $"key {Identity.Node}",
            string.Create(CultureInfo.InvariantCulture, $"generation {Generation}"),
            "records " + (Records is { } count ? count.ToString(CultureInfo.InvariantCulture) : "open"),
            $"file {File}",
            "quarantined " + (Quarantined ? "yes" : "no"),
            string.Create(CultureInfo.InvariantCulture, $"floor_epoch {FloorEpoch.Value}"),
            string.Create(CultureInfo.InvariantCulture, $"floor_view {FloorView.Value}"),
        ];
        return string.Join('\n', lines) + "\n" + Checksum(lines) + "\n";
    }
}
