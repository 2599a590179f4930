using System.Text.Json;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Rounds;

/// <summary>
/// What an agent remembers across restarts, and could do without: the ids of its data sets (else it declares anew) and which rounds it has
/// told about (else it tells again). Everything secret or large is derived again. Replaced as a whole, so that a crash leaves the old or the
/// new file.
/// </summary>
public sealed class AgentJournal
{
    public const string FileName = "agent-journal.json";
    private const int Version = 1;

    private readonly string _path;
    private readonly SortedDictionary<string, string> _dataSets;
    private readonly SortedDictionary<string, uint> _reported;

    private AgentJournal(string path, JournalDocument document)
    {
        _path = path;
        _dataSets = new(document.DataSets, StringComparer.Ordinal);
        _reported = new(document.Reported, StringComparer.Ordinal);
    }

    /// <summary>Reads the journal of a folder, or begins one.</summary>
    public static Result<AgentJournal> Open(string directory)
    {
        string path = Path.Combine(directory, FileName);
        try
        {
            Directory.CreateDirectory(directory);
            if (!File.Exists(path))
            {
                return Result.Of(new AgentJournal(path, new JournalDocument(Version, new(), new())));
            }

            JournalDocument? document = JsonSerializer.Deserialize<JournalDocument>(File.ReadAllText(path));
            return document is { Version: Version, DataSets: not null, Reported: not null }
                ? Result.Of(new AgentJournal(path, document))
                : Result.Refuse<AgentJournal>(AgentErrors.BadJournal, $"{path} is no journal of version {Version}; remove it to begin a new one");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            return Result.Refuse<AgentJournal>(AgentErrors.BadJournal, $"{path}: {e.Message} Remove the file to begin a new one");
        }
    }

    /// <summary>The declared data set of this root.</summary>
    public bool TryGetDataSet(Hash256 root, out Hash256 id)
    {
        id = default;
        return _dataSets.TryGetValue(root.ToString(), out string? text) && Hash256.TryParse(text, out id);
    }

    public void PutDataSet(Hash256 root, Hash256 id)
    {
        _dataSets[root.ToString()] = id.ToString();
        Save();
    }

    /// <summary>The last round of a task whose outcome was told; 0 for none.</summary>
    public uint ReportedUpTo(Hash256 task) => _reported.GetValueOrDefault(task.ToString());

    public void PutReported(Hash256 task, uint round)
    {
        _reported[task.ToString()] = round;
        Save();
    }

    private void Save()
    {
        string temporary = _path + ".new";
        using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(file, new JournalDocument(Version, _dataSets, _reported));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, _path, overwrite: true);
    }

    internal sealed record JournalDocument(int Version, SortedDictionary<string, string> DataSets, SortedDictionary<string, uint> Reported);
}
