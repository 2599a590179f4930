using System.Runtime.InteropServices;
using DeAI.Chain.Storage.Files;

namespace DeAI.Chain.Storage.RocksDb;

/// <summary>Opening: which column families, which options, and what RocksDB must not be allowed to do.</summary>
internal sealed unsafe class DatabaseOpener(string directory, RocksDatabaseOptions options, IReadOnlyList<string> wanted)
{
    private const string DefaultFamily = "default";

    public DatabaseHandle Open(out IReadOnlyList<ColumnFamily> columnFamilies, out bool compresses)
    {
        bool exists = File.Exists(Path.Combine(directory, "CURRENT"));
        if (!exists)
        {
            RefuseToOverwrite();
            if (options.CreateIfMissing)
            {
                CreateDirectory();
            }
        }

        string[] names = [.. Existing(exists).Concat(wanted).Append(DefaultFamily).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        compresses = options.Compress;
        DatabaseHandle handle;
        nint[] pointers;
        try
        {
            handle = Open(names, compresses, out pointers);
        }
        catch (RocksDbException exception) when (compresses && exception.Message.Contains("is not linked", StringComparison.Ordinal))
        {
            compresses = false;
            handle = Open(names, compresses, out pointers);
        }

        ColumnFamily[] families = new ColumnFamily[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            families[i] = new ColumnFamily(names[i], pointers[i], handle);
        }

        columnFamilies = families;
        return handle;
    }

    private DatabaseHandle Open(string[] names, bool compress, out nint[] pointers)
    {
        NativeOptions native = NativeOptions.Create(options, compress);
        nint[] nativeNames = [.. names.Select(Marshal.StringToCoTaskMemUTF8)];
        nint[] familyOptions = new nint[names.Length];
        Array.Fill(familyOptions, native.Pointer);
        pointers = new nint[names.Length];
        nint database = 0;
        nint error = 0;
        try
        {
            fixed (nint* namesPointer = nativeNames, optionsPointer = familyOptions, handlesPointer = pointers)
            {
                database = Native.OpenColumnFamilies(
                    native.Pointer, directory, names.Length, namesPointer, optionsPointer, handlesPointer, &error);
            }
        }
        finally
        {
            foreach (nint name in nativeNames)
            {
                Marshal.FreeCoTaskMem(name);
            }

            if (database == 0)
            {
                native.Dispose();
            }
        }

        RocksDbErrors.ThrowIfError(error);
        return new DatabaseHandle(database, pointers, native);
    }

    // RocksDB refuses to open with a column family left out, and says which only in text.
    private string[] Existing(bool exists)
    {
        if (!exists)
        {
            return [];
        }

        using NativeOptions native = NativeOptions.Create(options, compress: false);
        nuint count = 0;
        nint error = 0;
        nint* list = Native.ListColumnFamilies(native.Pointer, directory, &count, &error);
        RocksDbErrors.ThrowIfError(error);
        try
        {
            string[] names = new string[checked((int)count)];
            for (int i = 0; i < names.Length; i++)
            {
                names[i] = Marshal.PtrToStringUTF8(list[i])!;
            }

            return names;
        }
        finally
        {
            Native.ListColumnFamiliesDestroy(list, count);
        }
    }

    // Without CURRENT, RocksDB would start an empty database here and delete the tables of the old one as obsolete.
    private void RefuseToOverwrite()
    {
        if (!Directory.Exists(directory))
        {
            return;
        }

        string? remains = Directory.EnumerateFiles(directory)
            .Select(Path.GetFileName)
            .FirstOrDefault(name => name!.StartsWith("MANIFEST-", StringComparison.Ordinal) || name.EndsWith(".sst", StringComparison.Ordinal));
        if (remains is not null)
        {
            throw new StorageCorruptException(
                $"{directory} holds {remains} but no CURRENT file: the database is damaged and is not started anew over its own tables.");
        }
    }

    private void CreateDirectory()
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw IoFailure.From(exception, $"cannot create {directory}");
        }

        Posix.FlushDirectory(Path.GetDirectoryName(directory)!);
    }
}
