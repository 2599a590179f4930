namespace DeAI.Chain.Cli.Commands.Genesis;

/// <summary>A genesis file with the id of its chain beside it, in FILE.chain.</summary>
internal static class GenesisFiles
{
    private const int MaxBytes = 32 * 1024 * 1024;

    public static string ChainFileOf(string path) => path + ".chain";

    public static string Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new CliException("genesis.not_found", $"There is no file {path}", "give the path of a genesis file");
        }

        return new FileInfo(path).Length <= MaxBytes
            ? File.ReadAllText(path)
            : throw new CliException("genesis.too_large", $"{path} is longer than any genesis file", "give the path of a genesis file");
    }

    public static void Write(string path, string json, ChainId chain)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
        {
            Directory.CreateDirectory(directory);
        }

        File.WriteAllText(path, json);
        File.WriteAllText(ChainFileOf(path), chain + "\n");
    }
}
