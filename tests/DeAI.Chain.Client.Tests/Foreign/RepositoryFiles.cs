namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>Files of the repository that tests compare with or run.</summary>
internal static class RepositoryFiles
{
    public static string PathOf(string relative)
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "DeAI.Chain.sln")))
        {
            at = at.Parent;
        }

        return Path.Combine(at?.FullName ?? throw new InvalidOperationException("DeAI.Chain.sln lies in none of the folders above the test."), relative);
    }
}
