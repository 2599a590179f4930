namespace DeAI.Chain.Cli.Commands.Demo;

/// <summary>The committed flight records: January to April to train on, May held apart.</summary>
internal sealed class FlightFiles
{
    private readonly string _folder;

    private FlightFiles(string folder) => _folder = folder;

    public string Training(string airport) => Path.Combine(_folder, $"{airport}-2001-jan-apr.csv.gz");

    public string May(string airport) => Path.Combine(_folder, $"{airport}-2001-may.csv.gz");

    /// <summary>Looks beside the program, then in the folders above it and above the working directory.</summary>
    public static FlightFiles Find()
    {
        foreach (string start in (string[])[AppContext.BaseDirectory, Environment.CurrentDirectory])
        {
            for (DirectoryInfo? at = new(start); at is not null; at = at.Parent)
            {
                string candidate = Path.Combine(at.FullName, "genesis", "data", "flights");
                if (Directory.Exists(candidate))
                {
                    return new FlightFiles(candidate);
                }
            }
        }

        throw new CliException(
            "demo.no_flights", "The flight records genesis/data/flights were not found", "run the demo from the repository, or keep that folder beside the program");
    }
}
