"""`python -m gongkai_ssg`, the same as `gongkai`."""

from gongkai_ssg.cli import main

if __name__ == "__main__":
    main()
