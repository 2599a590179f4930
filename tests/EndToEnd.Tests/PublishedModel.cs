using System.IO.Compression;
using System.Text.Json;
using DeAI.Chain.Cli.Terminal;

namespace EndToEnd.Tests;

/// <summary>What a stranger does with a running network: finds a published model, and measures it on files of his own.</summary>
internal static class PublishedModel
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <param name="folder">Somewhere below it lies the network.</param>
    /// <param name="life">Ends with the network.</param>
    public static async Task EvaluateAsync(string folder, Task<(int Exit, string Output)> life)
    {
        string network = await NetworkAsync(folder, life);
        string version = await VersionAsync(network, life);
        string files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        string plain = Repository.Flights("atl-2001-may.csv.gz");
        JsonElement expected = await MeasureAsync(network, version, plain);
        Assert.True(expected.GetProperty("rows").GetInt32() > 1000);
        Assert.InRange(expected.GetProperty("auc").GetDouble(), 0.4, 1);
        Assert.InRange(expected.GetProperty("mae_minutes").GetDouble(), 1, 60);
        Assert.True(expected.GetProperty("verified").GetBoolean());

        JsonElement other = await MeasureAsync(network, version, WithOtherColumns(plain, files));
        Assert.Equal(expected.GetRawText(), other.GetRawText());
        await RefusedAsync(network, version, Write(files, "lacking.csv", "date,distance,origin,destination\n"), "'delay' is missing");
        await RefusedAsync(network, version, Write(files, "empty.csv", string.Empty), "is empty");
        await RefusedAsync(network, version, Path.Combine(files, "absent.csv"), "absent.csv");
        await RefusedAsync(network, new string('1', 64), plain, "no version");
    }

    private static async Task<JsonElement> MeasureAsync(string network, string version, string file)
    {
        ProgramAnswer answer = await EvaluateAsync(network, version, file);
        Assert.True(answer.Code == ExitCode.Done, answer.Out);
        return answer.Json;
    }

    private static async Task RefusedAsync(string network, string version, string file, string words)
    {
        ProgramAnswer answer = await EvaluateAsync(network, version, file);
        Assert.Equal(ExitCode.Failed, answer.Code);
        Assert.Contains(words, answer.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static Task<ProgramAnswer> EvaluateAsync(string network, string version, string file) =>
        RunningNetwork.RunAsync("agent", "evaluate", "--model", version, "--data", file, "--localnet", network, "--output", "json");

    private static async Task<string> NetworkAsync(string folder, Task<(int Exit, string Output)> life)
    {
        while (true)
        {
            if (Directory.EnumerateFiles(folder, "localnet.json", SearchOption.AllDirectories).FirstOrDefault() is { } found)
            {
                return Path.GetDirectoryName(found)!;
            }

            await PauseAsync(life, "there was no network");
        }
    }

    private static async Task<string> VersionAsync(string network, Task<(int Exit, string Output)> life)
    {
        while (true)
        {
            ProgramAnswer answer = await RunningNetwork.RunAsync("query", "models", "--localnet", network, "--output", "json");
            if (answer.Code == ExitCode.Done && answer.Json.GetProperty("versions") is { } versions && versions.GetArrayLength() > 0)
            {
                return versions[0].GetProperty("id").GetString()!;
            }

            await PauseAsync(life, "no model was published");
        }
    }

    private static async Task PauseAsync(Task<(int Exit, string Output)> life, string otherwise)
    {
        await Task.WhenAny(life, Task.Delay(Poll));
        Assert.False(life.IsCompleted, $"The run ended before {otherwise}: {(life.IsCompletedSuccessfully ? life.Result.Output : life.Exception)}");
    }

    /// <summary>The same flights from last to first, the columns in another order with others between them, as another system exports them.</summary>
    private static string WithOtherColumns(string packed, string folder)
    {
        using GZipStream stream = new(File.OpenRead(packed), CompressionMode.Decompress);
        using StreamReader reader = new(stream);
        string[] rows = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> lines = rows.Skip(1).Select(static row => row.Split(',')).Select(static cells => $"{cells[4]},\"AA, reg.\",{cells[1]},{cells[3]},,{cells[0]},{cells[2]}");
        return Write(folder, "other.csv", "Destination,carrier,delay,origin,remark,date,distance\r\n" + string.Join("\r\n", lines) + "\r\n");
    }

    private static string Write(string folder, string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
