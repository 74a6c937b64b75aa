"""What every other room stands on: folders, resources, words, logging. Imports nothing of ours."""
