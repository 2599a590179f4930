namespace EndToEnd.Tests;

/// <summary>Files that are committed.</summary>
internal static class Repository
{
    public static string Flights(string name)
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "DeAI.Chain.sln")))
        {
            at = at.Parent;
        }

        return Path.Combine(at!.FullName, "genesis", "data", "flights", name);
    }
}
